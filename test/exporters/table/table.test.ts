import { expect } from "chai";
import { NOWHERE, type Surroundings } from "../../../src/exporters/table/finding-lines.ts";
import { table, type TableOptions } from "../../../src/exporters/table/table.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { aFinding, stream } from "../../support/findings.ts";

const text = (findings: readonly Finding[], options: TableOptions = {}): string => {
  const feed = table.open(options);
  return [...stream(findings)]
    .flatMap((record) => [...feed(record)])
    .map((piece) => piece.text)
    .join("");
};

const document = (Principal: unknown): Finding["documents"][number] => ({
  name: "Policy-1",
  text: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal }] }),
  sha256: "",
});

const lines = (finding: Finding, surroundings: Partial<Surroundings> = {}): readonly string[] =>
  (text([finding], { surroundings: { ...NOWHERE, ...surroundings } }).split("\n\n")[0] ?? "")
    .trimEnd()
    .split("\n");

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

  describe("of a failure, in at most ten lines,", () => {
    const evidence = [
      {
        document: "Policy-1",
        at: "/Statement/0/Principal/AWS/1",
        role: "grants",
        says: "Grants it.",
      },
    ] as const;
    const exposed = aFinding({
      evidence,
      documents: [document({ AWS: ["222222222222", "*"] })],
      faults: [{ document: "Policy-1", at: "/Statement/0", fingerprint: "f" }],
      witness: {
        principal: "arn:aws:iam::999999999999:user/mallory",
        action: "ses:SendEmail",
        resource: "arn:r",
        context: {},
      },
    });
    it("marks the guilty value in its policy, and names the policy, the proof, the fix and the page", () => {
      expect(lines(exposed, { fixOf: () => ['- "*"', '+ "111122223333"'] })).to.deep.equal([
        "FAIL    SES-003  HIGH  example.com",
        '  111122223333 us-east-1, policy "Policy-1", statement 0',
        "  Anyone can send mail as example.com.",
        '    | "Principal": {"AWS":["222222222222","*"]}',
        `    | ${" ".repeat(36)}^^^`,
        "  Proof: user/mallory of 999999999999 may call ses:SendEmail.",
        '  Fix:   - "*"',
        '         + "111122223333"',
        "  https://postern.example/rules/SES-003",
      ]);
    });

    it("shows the line of a file, by the path that opens it", () => {
      const location = { file: "a/main.tf", startLine: 2, startColumn: 15, endLine: 2, endColumn: 18 };
      const shown = lines(
        { ...exposed, location },
        { pathOf: () => "main.tf", linesOf: () => ["{", '  Principal = "*"'] },
      );
      expect(shown[1]).to.equal("  main.tf:2:15");
      expect(shown.slice(3, 5)).to.deep.equal(['  2 | Principal = "*"', `    | ${" ".repeat(12)}^^^`]);
    });

    it("has no frame where the file is not there or shorter, or the policy is none", () => {
      const location = { file: "a.tf", startLine: 9, startColumn: 1, endLine: 9, endColumn: 2 };
      const broken = { ...document("*"), text: "{" };
      for (const finding of [
        { ...exposed, location },
        { ...exposed, documents: [] },
        { ...exposed, documents: [broken] },
      ])
        expect(lines(finding, { linesOf: () => ["x"] }).join("\n")).not.to.include("^");
    });

    it("is never longer, nor wider than the terminal, whatever is in it", () => {
      const long = "word ".repeat(80).trim();
      const names = Array.from({ length: 60 }, (_, index) => `arn:aws:iam::222222222222:role/r${index}`);
      const wide = {
        ...exposed,
        message: long,
        documents: [document({ AWS: [...names.slice(0, 1), "*", ...names.slice(1)] })],
      };
      for (const fix of [[], ["- a", "+ b"], names.map((name) => `+ ${name}`)]) {
        const shown = lines(wide, { fixOf: () => fix });
        expect(shown.length).to.be.at.most(10);
        for (const line of shown) expect(line.length, line).to.be.at.most(80);
        expect(shown.join("\n")).to.include("^^^");
      }
      expect(lines(wide, { fixOf: () => names.map((name) => `+ ${name}`) }).join("\n")).to.include(
        "60 lines, which postern fix plan shows",
      );
    });
  });
});
