import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { casesOf } from "./cases.ts";
import { explained } from "./explained.ts";

const BLOCKS: ReadonlyMap<string, string> = new Map(
  readFileSync(join(import.meta.dirname, "explained.txt"), "utf8")
    .split(/\n\n/)
    .map((block) => [block.slice(0, block.indexOf(":")), block.trimEnd()]),
);
const CASES = [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")];

/** A changed explanation is looked at: `npm run explained` writes them anew. */
describe("worked cases are explained as before", () => {
  for (const one of CASES)
    it(one.id, () => {
      expect(explained(one)).to.equal(BLOCKS.get(one.id));
    });

  it("and no others", () => {
    expect([...BLOCKS.keys()]).to.deep.equal(CASES.map(({ id }) => id));
  });
});
