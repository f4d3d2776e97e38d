import { expect } from "chai";
import { readFileSync } from "node:fs";
import { readmePage } from "../../scripts/docs/exit-codes.ts";
import { EXIT, graver } from "../../src/cli/exit-codes.ts";

describe("exit codes", () => {
  it("stand in the README, each of them and no other, as `npm run docs` writes them", () => {
    const text = readFileSync("README.md", "utf8");
    const [, section = ""] = text.split(/^#+ Exit codes$/m);
    const [table = ""] = section.split(/^#/m);
    const told = Array.from(table.matchAll(/^\| *`?(\d+)`? *\|/gm), ([, code]) => Number(code));
    expect(told).to.deep.equal(Object.values(EXIT));
    expect(text).to.equal(readmePage());
  });

  it("keep findings before all but wrong use", () => {
    const codes = Object.values(EXIT);
    expect(codes.map((met) => graver(EXIT.findings, met))).to.deep.equal(
      codes.map((met) => (met === EXIT.usage ? EXIT.usage : EXIT.findings)),
    );
    for (const seen of codes.filter((code) => code !== EXIT.findings))
      expect(codes.map((met) => graver(seen, met))).to.deep.equal(codes);
  });
});
