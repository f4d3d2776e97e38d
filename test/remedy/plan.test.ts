import { expect } from "chai";
import { OWNER_ONLY } from "../../src/model/trust.ts";
import { isPolicy, parsePolicy } from "../../src/policy/parse/parse-policy.ts";
import { casesOf } from "../conformance/cases.ts";
import { OWNER } from "../../proof/question.ts";
import { brokenLaws } from "../../proof/remedy/laws.ts";
import { identityRecord, planned } from "../../proof/remedy/planned.ts";
import { added, NOTHING, refusals, shown, tallyOf } from "../../proof/remedy/tally.ts";
import { TARGETS, trial } from "../../proof/remedy/trial.ts";

/** Failing sets that are planned for, over all kinds of target; `npm run prove:fix` takes any number, 5,000 in `npm run verify`. */
const COUNT = 20;

const print = (tally: Parameters<typeof shown>[0]): void => {
  for (const line of shown(tally)) console.log(`      ${line}`);
};

describe("a plan for random failing policies", function () {
  this.timeout(COUNT * 2_000);

  for (const { title, targets } of TARGETS)
    it(`keeps strangers out, named senders in and everybody else as they were, ${title}`, async () => {
      let tally = NOTHING;
      const share = COUNT / TARGETS.length;
      for (let seed = 1; tally.planned < share; seed += 1) {
        const one = await trial(seed, targets);
        tally = added(tally, one.tally);
        expect(one.broken).to.deep.equal([]);
      }
      print(tally);
      expect(refusals(tally), "refused").to.be.lessThan(Math.max(3, share / 20));
    });
});

describe("a plan for the worked cases", function () {
  this.timeout(120_000);

  for (const file of ["semantic-cases.jsonl", "own-cases.jsonl"] as const)
    it(`ends every exposure of ${file}`, async () => {
      let tally = NOTHING;
      for (const one of casesOf(file)) {
        if (one.verdict !== "exposed" || one.ownerAccount !== OWNER) continue;
        const trust = one.trust ?? { ...OWNER_ONLY, accounts: one.trustedAccounts ?? [] };
        const plan = await planned([identityRecord(one.policies, one.identityArn)], { trust });
        tally = added(tally, tallyOf(plan));
        expect(plan.resources.length + plan.refused.length, one.id).to.equal(1);
        const isWhole = one.policies.every((text) => isPolicy(parsePolicy(text)));
        if (isWhole) expect(plan.refused, one.id).to.deep.equal([]);
        for (const resource of plan.resources) expect(brokenLaws(resource, trust), one.id).to.deep.equal([]);
      }
      print(tally);
      expect(tally.planned).to.be.greaterThan(20);
    });
});

describe("a plan beside a doubtful grant", () => {
  const OPEN = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" };
  const DOUBTFUL = { ...OPEN, Condition: { StringEquals: { "aws:NewKeyOf2027": "yes" } } };

  for (const rule of ["SES-003", "SES-004"])
    it(`narrows the grant that would leave ${rule} undecided, too`, async () => {
      const texts = [OPEN, DOUBTFUL].map((statement) =>
        JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      );
      const plan = await planned([identityRecord(texts)], {
        targets: { accounts: ["222222222222"] },
        rules: [rule],
      });
      expect(plan.refused).to.deep.equal([]);
      expect(plan.resources.flatMap(({ steps }) => steps.map(({ document }) => document))).to.deep.equal([
        "Policy-1",
        "Policy-2",
      ]);
      expect(plan.resources.flatMap(({ proof }) => proof.rules)).to.deep.equal([
        { ruleId: rule, before: "FAILURE", after: "SUCCESS" },
      ]);
    });
});
