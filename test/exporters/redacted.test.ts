import { expect } from "chai";
import { redacted } from "../../src/exporters/redacted.ts";
import { sarif } from "../../src/exporters/sarif/sarif.ts";
import { redactor } from "../../src/text/redact.ts";
import { aFinding, stream } from "../support/findings.ts";
import { githubRefuses } from "./sarif/github-checks.ts";
import { brokenStructure } from "./sarif/structure.ts";

const shown = (key: string): string => {
  const feed = redacted(sarif.open({}), redactor(key));
  return stream([aFinding({ resource: { name: "someone@example.com" } })])
    .flatMap((record) => [...feed(record)])
    .map(({ text }) => text)
    .join("");
};

describe("a redacted report", () => {
  it("names no account and no address, and is sound", () => {
    const text = shown("a key");
    expect(text).to.not.match(/(?<![0-9a-zA-Z])\d{12}(?![0-9a-zA-Z])/);
    expect(text).to.not.contain("someone");
    expect(text).to.match(/address-[0-9a-f]{10}@example\.com/);
    expect(brokenStructure(text)).to.deep.equal([]);
    expect(githubRefuses(text)).to.deep.equal([]);
  });

  it("is the same with the same key; with another its fingerprints differ too", () => {
    const print = /"primaryLocationLineHash":"[^"]+"/;
    expect(shown("a key")).to.equal(shown("a key"));
    expect(print.exec(shown("a key"))?.[0]).to.not.equal(print.exec(shown("b key"))?.[0]);
    expect(shown("a key")).to.not.contain("0123456789abcdef");
  });
});
