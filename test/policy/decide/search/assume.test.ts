import { expect } from "chai";
import { assume } from "../../../../src/policy/decide/search/assume.ts";
import { predicateOf } from "../../../../src/policy/decide/compile/predicate.ts";
import { STRANGER } from "../../../../src/policy/decide/request/caller-class.ts";
import type { SymbolicRequest } from "../../../../src/policy/decide/request/symbolic-request.ts";
import { valuesOf, type SearchContext } from "../../../../src/policy/decide/request/assignment.ts";
import type { Condition } from "../../../../src/policy/shapes.ts";
import {
  conditionOf,
  holdsOn,
  isTrue,
  componentOf,
  namesIn,
  requestOf,
} from "../../../support/policy/components.ts";
import { namedWorld } from "../../../support/policy/named-world.ts";
import { random } from "../../../../proof/random.ts";
import { assignments, lineOf, SMALL_WORLDS, type SmallWorld } from "../../../support/policy/small-worlds.ts";
import { HEAVY } from "../../../support/heavy.ts";
import { ask } from "../../../../proof/question.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import type { Exposure } from "../../../../src/policy/question.ts";

/** Mutation testing asks for fewer, mutant by mutant. */
const COUNT = Number(process.env["KNOT_COUNT"] ?? (HEAVY ? 1_000 : 50));

interface Demanded {
  readonly condition: Condition;
  readonly truth: boolean;
}

const context = (
  ask: SearchContext,
  request: SymbolicRequest,
  names: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const [value] = valuesOf(ask, request, ask.environment.find(name)) ?? [];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** All states in which one condition after the other is true, or is not. */
const assumed = (
  context: SearchContext,
  small: SmallWorld,
  all: readonly Demanded[],
): readonly SymbolicRequest[] =>
  all.reduce<readonly SymbolicRequest[]>(
    (requests, { condition, truth }) => {
      const predicate = predicateOf(condition, context.environment.find, true);
      return requests.flatMap((request) => assume(context, request, predicate, truth));
    },
    [requestOf(context.environment, small.kind)],
  );

for (const small of SMALL_WORLDS)
  describe(`conditions on ${small.name}, one after the other`, function () {
    this.timeout(600_000);

    it("are met by every request at hand, and are given up where no request meets them", () => {
      let met = 0;
      let doubted = 0;
      for (let seed = 1; seed <= COUNT; seed += 1) {
        const r = random(seed);
        const lines = Array.from({ length: r.pick([1, 2, 3]) }, () => lineOf(r, small));
        const demands = lines.map((line): Demanded => ({
          condition: conditionOf(line, r.chance(0.2)),
          truth: r.chance(0.7),
        }));
        const environment = { ...namedWorld, budget: { left: Infinity }, gap: { reason: null } };
        const ask: SearchContext = { environment, caller: STRANGER };
        const requests = assumed(ask, small, demands);
        const names = lines.flatMap(namesIn);
        const says = `seed ${seed}: ${demands.map(({ truth }, index) => `${truth ? "" : "not "}${lines[index] ?? ""}`).join(", ")}`;
        for (const request of requests.slice(0, 50)) {
          const own = context(ask, request, names);
          for (const { condition, truth } of demands)
            expect(holdsOn(condition, own), `${says}; ${JSON.stringify(own)}`).to.equal(truth);
          met += 1;
        }
        if (requests.length > 0) continue;
        if (environment.gap.reason !== null) {
          doubted += 1;
          continue;
        }
        const variables = [...componentOf(environment, lines, new Map(), small.kind).keys.keys()];
        for (const values of assignments(small, variables, new Map()))
          expect(
            demands.every(({ truth }, index) => {
              const line = lines[index];
              return line !== undefined && isTrue(environment, line, values, small.kind) === truth;
            }),
            `${says}; ${JSON.stringify([...values])}`,
          ).to.equal(false);
      }
      expect(met).to.be.above(COUNT / 2);
      expect(doubted).to.be.at.most(Math.ceil(COUNT / 10));
    });
  });

const TAG = "aws:PrincipalTag/t";
const VARIABLE = "${aws:PrincipalTag/u}";

/** Who gets in where everybody is let in under the first condition, and denied under the second. */
const exposure = (allow: unknown, deny: unknown = null): Exposure =>
  decideExposure(
    ask([
      JSON.stringify({
        Version: "2012-10-17",
        Statement: (
          [
            ["Allow", allow],
            ["Deny", deny],
          ] as const
        ).flatMap(([Effect, Condition]) =>
          Condition === null
            ? []
            : [{ Effect, Principal: "*", Action: "ses:SendEmail", Resource: "*", Condition }],
        ),
      }),
    ]),
  ).exposure;

describe("a condition with variables", () => {
  it("stands as it is written under Bool, which takes no variables", () => {
    const same = { StringEquals: { [TAG]: "true", "aws:PrincipalTag/u": "true" } };
    expect(exposure({ ...same, Bool: { [TAG]: VARIABLE } })).to.equal("private");
    expect(exposure(same, { Bool: { [TAG]: VARIABLE } })).to.equal("exposed");
  });

  it("is not followed through a list, where that may matter", () => {
    const listed = {
      "ForAllValues:StringEquals": { "ses:Recipients": "a@example.com" },
      "ForAnyValue:StringEquals": { "ses:Recipients": "${aws:PrincipalTag/u}" },
      StringLike: { "aws:PrincipalTag/u": "b*" },
    };
    expect(exposure(listed)).to.equal("undecided");
  });

  it("matches nothing where its variable has no value, and what its default is", () => {
    const missing = { Null: { "aws:PrincipalTag/u": "true" } };
    expect(exposure({ ...missing, StringEquals: { [TAG]: VARIABLE } })).to.equal("private");
    expect(exposure({ ...missing, StringNotEquals: { [TAG]: VARIABLE } })).to.equal("exposed");
    const fallback = "${aws:PrincipalTag/u, 'a'}";
    expect(exposure({ ...missing, StringEquals: { [TAG]: fallback }, StringLike: { [TAG]: "a*" } })).to.equal(
      "exposed",
    );
    expect(exposure({ ...missing, StringEquals: { [TAG]: fallback }, StringLike: { [TAG]: "b*" } })).to.equal(
      "private",
    );
  });

  it("can be contradicted by another", () => {
    expect(exposure({ StringEquals: { [TAG]: VARIABLE }, StringNotEquals: { [TAG]: VARIABLE } })).to.equal(
      "private",
    );
    expect(exposure({ StringNotEquals: { [TAG]: ["x", VARIABLE] } })).to.equal("exposed");
    expect(exposure({ StringNotEquals: { [TAG]: ["x", VARIABLE] }, StringLike: { [TAG]: "x" } })).to.equal(
      "private",
    );
  });
});
