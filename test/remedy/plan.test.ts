import { expect } from "chai";
import { isDeepStrictEqual } from "node:util";
import { OWNER_ONLY, type Trust } from "../../src/model/trust.ts";
import type { EditValue, Targets } from "../../src/model/remedy.ts";
import type { Plan, PlannedResource } from "../../src/remedy/plan-file.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import { isPolicy, parsePolicy } from "../../src/policy/parse/parse-policy.ts";
import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { casesOf } from "../conformance/cases.ts";
import { identityRecord, planned } from "../support/fixes.ts";
import { patched } from "../support/json-patch.ts";
import { generate } from "../../proof/generate/generate.ts";
import { ask, OWNER } from "../../proof/question.ts";
import { readPolicy } from "../../proof/read-policy.ts";
import { openQuestions } from "../../proof/readings/open-questions.ts";
import { explore } from "../../proof/world/explore.ts";
import { inconsistencies } from "../../proof/world/consistency.ts";
import { names } from "../../proof/world/names.ts";
import { scenes } from "../../proof/world/world.ts";

/** Failing sets that are planned for, over all kinds of target; `FIX_COUNT` asks for another number. */
const COUNT = Number(process.env["FIX_COUNT"] ?? (process.env["POSTERN_HEAVY"] === "1" ? 5000 : 100));

/** Requests that are held against one pair of policies. */
const REQUESTS = 400;

const textsAfter = ({ record, steps }: PlannedResource): readonly string[] =>
  (record["policies"] as readonly { readonly name: string; readonly document: string }[]).flatMap(
    ({ name, document }) => {
      const step = steps.find((one) => one.document === name);
      return step === undefined ? [document] : step.after === null ? [] : [step.after];
    },
  );

/** Every request of the bounded world of `before` that `after` allows, `before` must allow. */
const newlyAllowed = (before: readonly Policy[], after: readonly Policy[], trust: Trust): string | null => {
  const question = ask([], trust);
  let left = REQUESTS;
  for (const policies of [before, after])
    for (const { request, places } of scenes(policies, names(policies), question))
      for (const { context } of places) {
        if ((left -= 1) < 0) return null;
        const there = { ...request, context: { ...request.context, ...context } };
        if (evaluate(after, there).decision === "allowed" && evaluate(before, there).decision !== "allowed")
          return JSON.stringify(there);
      }
  return null;
};

/** A key that no page names may have any value: no axiom speaks of it. */
const withoutUnknownKeys = (request: Request, policies: readonly Policy[], question: Question): Request => {
  const unknown = new Set(openQuestions(policies, question).map(({ name }) => name.toLowerCase()));
  const context = Object.entries(request.context).filter(([key]) => !unknown.has(`key:${key.toLowerCase()}`));
  return { ...request, context: Object.fromEntries(context) };
};

/** What the second evaluator, a second JSON Patch and plain counting have against a planned resource; empty where nothing. */
const wrongs = (planned: PlannedResource, trust: Trust): readonly string[] => {
  const wrong: string[] = [];
  const before = (planned.record["policies"] as readonly { readonly document: string }[]).map(
    ({ document }) => document,
  );
  const after = textsAfter(planned);
  const [were, are] = [before, after].map((texts) => texts.map(readPolicy));
  if (were === undefined || are === undefined) return ["nothing is planned"];
  const question = ask(after, trust);
  const found = explore(are, question);
  if (found.exposure === "exposed") wrong.push(`a stranger can send: ${JSON.stringify(found.request)}`);
  const grown = newlyAllowed(were, are, trust);
  if (grown !== null) wrong.push(`newly allowed: ${grown}`);
  for (const { name, after: can, before: could, lockedOut, witness } of planned.proof.senders) {
    if (could && !can && !lockedOut) wrong.push(`${name} is locked out`);
    if (witness === null) continue;
    if (evaluate(are, witness).decision !== "allowed") wrong.push(`the witness of ${name} is refused`);
    const odd = inconsistencies(withoutUnknownKeys(witness, are, question), are, question);
    if (odd.length > 0) wrong.push(`the witness of ${name} cannot be sent: ${odd.join("; ")}`);
  }
  for (const { document, before: text, after: now, edits } of planned.steps) {
    if (!before.includes(text)) wrong.push(`${document}: what the plan calls the text before is another`);
    if (now === null) continue;
    if (Buffer.byteLength(now) > 4096) wrong.push(`${document}: longer than 4 KB`);
    const holds: unknown = JSON.parse(now);
    const named = patched(JSON.parse(text) as EditValue, edits);
    if (!isDeepStrictEqual(holds, named)) wrong.push(`${document}: more than the edits is changed`);
  }
  return wrong;
};

interface Tally {
  planned: number;
  /** Those where a statement or a policy had to go, by the rule that wanted it. */
  readonly removed: Map<string, number>;
  readonly refused: Map<string, number>;
}

const tally = (plan: Plan, into: Tally): void => {
  for (const { why } of plan.refused) {
    const reason = why.replaceAll(/"[^"]*"|arn:\S+|\d+/g, "…").slice(0, 60);
    into.refused.set(reason, (into.refused.get(reason) ?? 0) + 1);
  }
  for (const { choices } of plan.resources) {
    into.planned += 1;
    const gone = choices.find(({ means }) => means === "statement" || means === "policy");
    if (gone !== undefined) into.removed.set(gone.ruleId, (into.removed.get(gone.ruleId) ?? 0) + 1);
  }
};

const shown = ({ planned: all, removed, refused }: Tally): string =>
  [
    `      ${all} planned; removed in place of narrowed: ${[...removed].map(([id, count]) => `${id} ${((100 * count) / all).toFixed(1)} %`).join(", ") || "none"}`,
    ...[...refused].map(([why, count]) => `      ${count} refused: ${why}`),
  ].join("\n");

describe("a plan for random failing policies", function () {
  this.timeout(COUNT * 2_000);

  for (const [targets, title] of [
    [{}, "with nobody named"],
    [
      { accounts: ["222222222222"], principals: ["arn:aws:iam::333333333333:role/x"] },
      "for an account and a role",
    ],
    [{ accounts: ["222222222222"], by: "condition" }, "by a condition"],
    [{ organizations: ["o-own1234567"], accounts: ["222222222222"] }, "for an organisation and an account"],
  ] as const)
    it(`keeps strangers out, named senders in and everybody else as they were, ${title}`, async () => {
      const counts: Tally = { planned: 0, removed: new Map(), refused: new Map() };
      const share = COUNT / 4;
      for (let seed = 1; counts.planned < share; seed += 1) {
        const set = generate(seed);
        const plan = await planned([identityRecord(set.texts)], { trust: set.trust, targets });
        tally(plan, counts);
        const trust = trustedBeside(set.trust, targets);
        for (const one of plan.resources)
          expect(wrongs(one, trust), `seed ${seed}: ${JSON.stringify(one.steps)}`).to.deep.equal([]);
      }
      console.log(shown(counts));
      const refused = [...counts.refused.values()].reduce((sum, count) => sum + count, 0);
      expect(refused, "refused").to.be.lessThan(Math.max(3, share / 20));
    });
});

const trustedBeside = (
  trust: Trust,
  { accounts = [], principals = [], organizations = [] }: Partial<Targets>,
): Trust => ({
  ...trust,
  accounts: [...trust.accounts, ...accounts],
  principals: [...trust.principals, ...principals],
  organizations: [...trust.organizations, ...organizations],
});

describe("a plan for the worked cases", function () {
  this.timeout(120_000);

  for (const file of ["semantic-cases.jsonl", "own-cases.jsonl"] as const)
    it(`ends every exposure of ${file}`, async () => {
      const counts: Tally = { planned: 0, removed: new Map(), refused: new Map() };
      for (const one of casesOf(file)) {
        if (one.verdict !== "exposed" || one.ownerAccount !== OWNER) continue;
        const trust = one.trust ?? { ...OWNER_ONLY, accounts: one.trustedAccounts ?? [] };
        const plan = await planned([identityRecord(one.policies, one.identityArn)], { trust });
        tally(plan, counts);
        expect(plan.resources.length + plan.refused.length, one.id).to.equal(1);
        const isWhole = one.policies.every((text) => isPolicy(parsePolicy(text)));
        if (isWhole) expect(plan.refused, one.id).to.deep.equal([]);
        for (const resource of plan.resources) expect(wrongs(resource, trust), one.id).to.deep.equal([]);
      }
      console.log(shown(counts));
      expect(counts.planned).to.be.greaterThan(20);
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
