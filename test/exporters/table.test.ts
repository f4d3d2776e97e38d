import { expect } from "chai";
import { table, type TableOptions } from "../../src/exporters/table.ts";
import type { Finding } from "../../src/model/finding.ts";
import { aFinding, stream } from "../support/findings.ts";

const text = (findings: readonly Finding[], options: TableOptions = {}): string => {
  const feed = table.open(options);
  return [...stream(findings)]
    .flatMap((record) => feed(record))
    .map((piece) => piece.text)
    .join("");
};

describe("the table", () => {
  it("shows what is not a pass, gravest first, and counts the rest", () => {
    const shown = text([
      aFinding({ status: "SUCCESS", resource: { name: "fine.example" } }),
      aFinding({ riskLevel: "LOW", resource: { name: "mild.example" } }),
      aFinding({ riskLevel: "HIGH", resource: { name: "open.example" } }),
      aFinding({ status: "NOT_EVALUATED", resource: { name: "dark.example" } }),
    ]);
    expect(shown).not.to.include("fine.example");
    expect(shown.indexOf("open.example")).to.be.lessThan(shown.indexOf("mild.example"));
    expect(shown.indexOf("mild.example")).to.be.lessThan(shown.indexOf("dark.example"));
    expect(shown).to.match(/SES-003\s+2\s+0\s+1\s+1\s+0/);
  });

  it("says that what was not read is not known to be safe", () => {
    expect(text([aFinding({ status: "NOT_EVALUATED" })])).to.include("not known to be safe");
    expect(text([aFinding({ status: "SUCCESS" })])).not.to.include("not known to be safe");
  });

  it("in full shows passes, evidence and the whole witness", () => {
    const evidence = [
      { document: "Policy-1", at: "/Statement/0/Principal", role: "grants", says: "Allows it." },
    ] as const;
    const witness = {
      principal: "arn:p",
      action: "ses:SendEmail",
      resource: "arn:r",
      context: { "aws:userid": "AIDA" },
    };
    const findings = [
      aFinding({ evidence, witness }),
      aFinding({ status: "SUCCESS", resource: { name: "fine.example" } }),
    ];
    const shown = text(findings, { detail: "full" });
    expect(shown).to.include("fine.example");
    expect(shown).to.match(/grants.*\n\s+Allows it\./);
    expect(shown).to.match(/aws:userid\s+AIDA/);
  });

  it("fits 80 columns, but for words that cannot be broken", () => {
    const long = aFinding({ message: "word ".repeat(60).trim() });
    for (const line of text([long]).split("\n")) expect(line.length, line).to.be.at.most(80);
  });

  it("shows control characters and never sends them", () => {
    const name = "a\u001B[31mred\u0007\u202Eexample\r\n::error::x";
    const shown = text([aFinding({ resource: { name }, message: name })]);
    // eslint-disable-next-line no-control-regex
    expect(shown).not.to.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
    expect(shown).to.include("⟨U+001B⟩");
    expect(shown).not.to.match(/^::error/m);
  });

  it("bounds what it prints and says how much more there is", () => {
    const many = Array.from({ length: 250 }, (_, i) => aFinding({ resource: { name: `d${i}.example` } }));
    expect(text(many)).to.include("50 more findings");
  });
});
