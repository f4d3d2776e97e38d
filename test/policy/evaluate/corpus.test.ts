import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate, type Request } from "../../../src/policy/evaluate/evaluate.ts";
import { readPolicy } from "../../../proof/read-policy.ts";

interface Case {
  readonly id: string;
  readonly policies: readonly string[];
  readonly publicWitness?: Request;
  readonly grantWitness?: Request;
}

const FILE = join(import.meta.dirname, "../../conformance/semantic-cases.jsonl");

describe("evaluator on the corpus", function () {
  if (!existsSync(FILE)) {
    it("the corpus is missing");
    return;
  }
  const cases = readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case);
  const witnessed = cases.filter((one) => one.publicWitness ?? one.grantWitness);

  it("has witnesses to check", () => {
    expect(witnessed.length).to.be.at.least(72);
  });

  for (const { id, policies, publicWitness, grantWitness } of witnessed)
    it(`${id}: the witness is allowed`, () => {
      const request = publicWitness ?? grantWitness;
      if (request === undefined) throw new Error("no witness");
      expect(evaluate(policies.map(readPolicy), request).decision).to.equal("allowed");
    });
});
