import { expect } from "chai";
import { newAccess } from "../../../src/policy/decide/difference.ts";
import { evaluate } from "../../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../../src/policy/evaluate/request.ts";
import type { Question } from "../../../src/policy/question.ts";
import type { Policy } from "../../../src/policy/shapes.ts";
import { generate } from "../../../proof/generate/generate.ts";
import { ask } from "../../../proof/question.ts";
import { random } from "../../../proof/random.ts";
import { readPolicy } from "../../../proof/read-policy.ts";
import { openQuestions } from "../../../proof/readings/open-questions.ts";
import { standing } from "../../../proof/world/classes.ts";
import { names } from "../../../proof/world/names.ts";
import { scenes } from "../../../proof/world/world.ts";
import { HEAVY } from "../../support/heavy.ts";

describe("newAccess", () => {
  describe("agrees with an enumeration of requests", () => {
    const PAIRS = HEAVY ? 3000 : 150;
    it(`on ${PAIRS} random pairs`, function () {
      this.timeout(PAIRS * 400);
      const tally = { new: 0, same: 0, undecided: 0 };
      for (let seed = 1; seed <= PAIRS; seed += 1) {
        const pair = pairOf(seed);
        if (pair === null) continue;
        const { before, after } = pair;
        const found = newAccess(before, after);
        const [old, now] = [policiesOf(before), policiesOf(after)];
        const isNew = (request: Request): boolean =>
          evaluate(now, request).decision === "allowed" && evaluate(old, request).decision !== "allowed";
        if (found.exposure === "undecided") tally.undecided += 1;
        else if (found.exposure === "private") {
          tally.same += 1;
          const missed = firstOf(requestsBeyond(before, after), isNew);
          expect(missed, `seed ${seed}: missed`).to.equal(null);
        } else {
          tally.new += 1;
          expect(found.witness !== null && isNew(found.witness), `seed ${seed}: the witness is new`).to.equal(
            true,
          );
          const { who } = standing(found.witness as Request, names([...now, ...old]), after, [
            ...now,
            ...old,
          ]);
          expect(who, `seed ${seed}`).to.not.equal("trusted");
        }
      }
      expect(tally.new).to.be.greaterThan(PAIRS / 8);
      expect(tally.same).to.be.greaterThan(PAIRS / 8);
      expect(tally.undecided).to.be.lessThan(PAIRS / 50 + 2);
    });
  });
});

const policiesOf = ({ documents }: Question): readonly Policy[] =>
  documents.map(({ text }) => readPolicy(text));

/** Two versions of the policies of a seed; null where AWS's pages leave open what they mean, or a text is broken. */
const pairOf = (seed: number): { readonly before: Question; readonly after: Question } | null => {
  const r = random(seed);
  const { texts, trust, broken } = generate(seed);
  const other = generate(seed + 1_000_000);
  if (broken !== null || other.broken !== null) return null;
  const changed = texts.map((text) => (r.chance(0.7) ? mutated(text, r) : text));
  const after = r.pick([changed, changed, other.texts, [...texts, ...other.texts], texts.slice(1)]);
  const pair = r.chance(0.5) ? [texts, after] : [after, texts];
  const [one = [], two = []] = pair;
  const [before, now] = [ask(one, trust), ask(two, trust)];
  const open = openQuestions([...policiesOf(before), ...policiesOf(now)], now);
  return open.some(({ weight }) => weight !== "standard") ? null : { before, after: now };
};

type Random = ReturnType<typeof random>;

/** The policy without one of its statements, one of its conditions, or with one more operator's values. */
const mutated = (text: string, r: Random): string => {
  const value = JSON.parse(text) as { Statement: object | object[] };
  const statements = [value.Statement].flat() as Record<string, unknown>[];
  const at = r.below(statements.length);
  const one = statements[at] ?? {};
  const { Condition: _condition, Sid: _sid, ...bare } = one;
  const next = r.pick([
    statements.toSpliced(at, 1),
    statements.with(at, bare),
    [...statements, { ...bare, Effect: one["Effect"] === "Deny" ? "Allow" : "Deny" }],
    statements.with(at, { ...one, Action: "ses:SendRawEmail", NotAction: undefined }),
  ]);
  return JSON.stringify({ ...value, Statement: next.length === 0 ? statements : next });
};

/** Requests by outsiders that either side's policies can tell apart: the first some hundreds of them. */
function* requestsBeyond(before: Question, after: Question): Generator<Request> {
  const policies = [...policiesOf(after), ...policiesOf(before)];
  const called = names(policies);
  let left = 1500;
  for (const { request, places } of scenes(policies, called, after))
    for (const { context } of places) {
      const there = { ...request, context: { ...request.context, ...context } };
      if (standing(there, called, after, policies).who !== "trusted") yield there;
      if ((left -= 1) === 0) return;
    }
}

const firstOf = (all: Iterable<Request>, test: (one: Request) => boolean): Request | null => {
  for (const one of all) if (test(one)) return one;
  return null;
};
