import { expect } from "chai";
import { decideExposure, exposureOf } from "../../src/policy/decide/decide.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Reach } from "../../src/policy/question.ts";
import { isPolicy, parsePolicy } from "../../src/policy/parse/parse-policy.ts";
import { locate } from "../../src/text/json-places.ts";
import { wrongWitness } from "../../proof/agreement/agree.ts";
import { casesOf, questionOf, type Case } from "./cases.ts";

const shared = casesOf("semantic-cases.jsonl");
const own = casesOf("own-cases.jsonl");
const all = [...shared, ...own];

/** Decided once for all that is asked of the answers. */
const decided = new Map<Case, Reach>();
const reachOf = (one: Case): Reach => {
  const known = decided.get(one);
  if (known !== undefined) return known;
  const reach = decideExposure(questionOf(one));
  decided.set(one, reach);
  return reach;
};

const byClass = (cases: readonly Case[]): ReadonlyMap<string, readonly Case[]> =>
  new Map(
    [...new Set(cases.map((one) => one.class))].map((name) => [
      name,
      cases.filter((one) => one.class === name),
    ]),
  );

/** Only an AWS service gets in, for the owner's resources. The corpus prefers `private`, and takes `restricted` too. */
const FOR_THE_OWNER = ["service-02", "source-01", "source-16"];

describe("worked cases", () => {
  it("are as many as they are said to be, each with a reason and a source", () => {
    expect(shared).to.have.length(123);
    expect(own.length).to.be.at.least(123);
    expect(new Set(all.map((one) => one.id)).size).to.equal(all.length);
    for (const one of all) {
      expect(one.reason, one.id).not.to.equal("");
      expect(one.sources, one.id).not.to.have.length(0);
    }
  });

  for (const [name, cases] of byClass(all))
    describe(name, () => {
      for (const one of cases)
        it(`${one.id}: ${one.title}`, () => {
          const reach = reachOf(one);
          expect(reach.exposure, one.reason).to.be.oneOf([...one.acceptable]);
          expect(exposureOf(questionOf(one))).to.equal(reach.exposure);
          if (one.exposed !== null && one.acceptable.length === 1)
            expect(reach.exposure === "exposed", one.reason).to.equal(one.exposed);
          if (one.allowedTo !== undefined)
            expect(reach.allowedTo.map((party) => `${party.kind} ${party.name}`).sort()).to.deep.equal(
              [...one.allowedTo].sort(),
            );
          if (one.confusedDeputy !== undefined)
            expect(reach.deputies.length > 0, "deputies").to.equal(one.confusedDeputy);
        });
    });

  it("each has the best of the acceptable answers, but for the size that only SES knows and services that act for the owner", () => {
    const other = all.filter((one) => exposureOf(questionOf(one)) !== one.verdict);
    expect(other.map((one) => one.id)).to.deep.equal([...FOR_THE_OWNER, "invalid-19"]);
    for (const one of other.filter(({ id }) => FOR_THE_OWNER.includes(id)))
      expect(exposureOf(questionOf(one)), one.id).to.equal("restricted");
  });

  it("unscored cases that may be open are never passed over in silence", () => {
    for (const one of shared.filter((each) => each.exposed === null)) {
      const reach = reachOf(one);
      const said = reach.evidence.some(({ role }) => role !== "grants") || reach.reason !== null;
      expect(said || reach.exposure === "exposed", one.id).to.equal(true);
    }
  });

  it("every witness is a request that the other evaluator allows", () => {
    const witnesses = all.flatMap((one) => {
      const { witness, exposure } = reachOf(one);
      if (exposure === "exposed") expect(witness, one.id).not.to.equal(null);
      return witness === null ? [] : [{ one, witness }];
    });
    expect(witnesses.length).to.be.greaterThan(120);
    for (const { one, witness } of witnesses) {
      const policies = one.policies.map((text) => parsePolicy(text)).filter(isPolicy);
      expect(evaluate(policies, witness).decision, `${one.id} ${JSON.stringify(witness)}`).to.equal(
        "allowed",
      );
    }
  });

  it("every witness of an exposed resource is a stranger's, and from no fixed place", () => {
    for (const one of all) {
      const question = questionOf(one);
      const reach = reachOf(one);
      if (reach.exposure !== "exposed") continue;
      const policies = one.policies.map((text) => parsePolicy(text)).filter(isPolicy);
      expect(wrongWitness(question, policies, reach), one.id).to.equal(null);
    }
  });

  it("evidence points at elements that are there", () => {
    for (const one of all) {
      const question = questionOf(one);
      for (const { document, at } of reachOf(one).evidence) {
        const text = question.documents.find((each) => each.name === document)?.text ?? "";
        if (isPolicy(parsePolicy(text))) expect(locate(text, [at]).has(at), `${one.id} ${at}`).to.equal(true);
      }
    }
  });

  it("each document that lets a stranger in is a fault, and no other", () => {
    for (const one of all) {
      const { exposure, faults } = reachOf(one);
      expect(faults.length > 0, one.id).to.equal(exposure === "exposed");
    }
  });
});
