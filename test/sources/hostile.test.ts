import * as fc from "fast-check";
import { expect } from "chai";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProblem } from "../../src/model/problem.ts";
import { analyze, FIXTURES } from "./analyze.ts";
import { HEAVY } from "../support/heavy.ts";

const SEEDS: readonly (readonly [string, string])[] = (
  [
    ["main.tf", "terraform/document-dynamic/main.tf"],
    ["heredoc.tf", "terraform/heredoc-directives/main.tf"],
    ["main.tf.json", "terraform/json-syntax/main.tf.json"],
    ["plan.json", "terraform/plan.json"],
    ["template.yaml", "cloudformation/sub-string.yaml"],
    ["template.json", "cloudformation/cdk-join.json"],
    ["policy.json", "policies/get-identity-policies.json"],
  ] as const
).map(([name, path]) => [name, readFileSync(join(FIXTURES, path), "utf8")]);

/** A seed with pieces cut out, doubled or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(
      fc.record({
        at: fc.nat(),
        cut: fc.nat({ max: 30 }),
        put: fc.constantFrom(
          "",
          "{",
          "}",
          "[",
          "]",
          '"',
          "${",
          "%{ if",
          "<<EOF\n",
          "\\",
          "\u0000",
          "\uD800",
          "\n",
          "null",
          "*",
          "&a",
          "!Sub ",
          "...",
          "for",
        ),
      }),
      { maxLength: 6 },
    ),
  )
  .map(([[name, text], changes]) => ({
    name,
    text: changes.reduce((now, { at, cut, put }) => {
      const from = at % (now.length + 1);
      return now.slice(0, from) + put + now.slice(from + cut);
    }, text),
  }));

describe("broken source code", () => {
  let folder = "";
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "hostile-")));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("gives records whose places lie in the file, or a problem; in a folder records alone", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async ({ name, text }) => {
        const path = join(folder, name);
        writeFileSync(path, text);
        const lines = readFileSync(path, "utf8").split("\n");
        try {
          const records = await analyze([path], { cwd: folder }).catch((error: unknown) => {
            if (isProblem(error)) return [];
            throw error;
          });
          const inFolder = await analyze([folder], { cwd: folder });
          expect(inFolder.at(-1)).to.have.property("kind", "scope");
          for (const { startLine, startColumn, endLine, endColumn } of placesIn([...records, ...inFolder])) {
            expect(startLine).to.be.within(1, lines.length);
            expect(endLine).to.be.within(startLine, lines.length);
            expect(startColumn).to.be.within(1, (lines[startLine - 1]?.length ?? 0) + 1);
            expect(endColumn).to.be.within(1, (lines[endLine - 1]?.length ?? 0) + 1);
          }
        } finally {
          rmSync(path);
        }
      }),
      { numRuns: HEAVY ? 300 : 30 },
    );
  }).timeout(60_000);
});

interface Lines {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Every place anywhere in the records. */
const placesIn = (records: readonly unknown[]): readonly Lines[] => {
  const places: Lines[] = [];
  JSON.stringify(records, (_name, value: unknown) => {
    if (typeof value === "object" && value !== null && "startLine" in value) places.push(value as Lines);
    return value;
  });
  return places;
};
