import { expect } from "chai";
import * as fc from "fast-check";
import { isIn } from "../../../../src/policy/decide/request/domain.ts";
import { fitsOperand, type Operand, type Pattern } from "../../../../src/policy/decide/compile/operand.ts";
import { SERVICE, STRANGER } from "../../../../src/policy/decide/request/caller-class.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { passes, solveText, solveTexts } from "../../../../src/policy/decide/solve/solve-text.ts";
import { domainFor, type TextQuery } from "../../../../src/policy/decide/solve/text-query.ts";
import { project } from "../../../../src/policy/decide/keys/projection.ts";
import { STEP_LIMIT } from "../../../../src/policy/decide/request/environment.ts";
import { isStop } from "../../../../src/policy/sets/budget.ts";
import { wildcards } from "../../../../src/policy/sets/pattern.ts";
import {
  environment,
  PARTIES,
  problemOf,
  type Demand,
  type Solvable,
  queryFor,
  arn,
  sought,
} from "./solvable.ts";

const { user, role, service } = KINDS;

const ACCOUNTS = ["222222222222", "333333333333", "555555555555", "111111111111", "123456789012"];

/** Keys that look at one variable, texts that its values may be, and the kinds of caller that matter to it. */
interface Variable {
  readonly keys: readonly [string, ...string[]];
  readonly texts: readonly string[];
  readonly kinds?: readonly number[];
}

const VARIABLES: readonly Variable[] = [
  {
    keys: ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:username"],
    texts: ACCOUNTS.flatMap((account) => [
      `arn:aws:iam::${account}:user/Jane`,
      `arn:aws:iam::${account}:user/team/a:b/Joe`,
      `arn:aws:iam::${account}:role/x`,
      `arn:aws:iam::${account}:role/team/mail`,
      `arn:aws:iam::${account}:root`,
      `arn:aws:sts::${account}:federated-user/Jane`,
    ]),
  },
  {
    keys: ["aws:SourceArn", "aws:SourceAccount"],
    texts: ACCOUNTS.flatMap((account) => [
      `arn:aws:sns:us-east-1:${account}:topic`,
      `arn:aws:cognito-idp:eu-west-1:${account}:userpool/eu:1`,
      `arn:aws:s3:::bucket\n${account}`,
    ]),
  },
  {
    keys: ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"],
    texts: [
      "o-own1234567/r-ab12/",
      "o-trusted123/r-ab12/",
      "o-abcdef1234/r-ab12/ou-ab12-cdefghij/ou-ab12-klmnopqr/",
    ],
  },
  {
    keys: ["aws:SourceOrgID", "aws:SourceOrgPaths"],
    texts: ["o-own1234567/r-ab12/", "o-abcdef1234/r-x123/"],
  },
  { keys: ["aws:SourceVpc"], texts: ["vpc-0a1b2c3d", "vpc-0123456789abcdef0"] },
  { keys: ["aws:SourceVpce"], texts: ["vpce-0a1b2c3d", "vpce-0123456789abcdef0"] },
  {
    keys: ["aws:userid"],
    texts: ["AIDAEXAMPLE000000001", "AIDAOTHER00000000001", "AROAOTHER00000000001:session"],
    // Those of others are made of their ARNs.
    kinds: [KINDS.user, KINDS.role],
  },
  { keys: ["aws:PrincipalServiceName"], texts: ["sns.amazonaws.com", "a-b.c.amazonaws.com"] },
  { keys: ["aws:PrincipalTag/t"], texts: ["", "x", "team-A", "é", "a:b/c", "arn:aws:iam::1:user/x"] },
];

/** A piece of the text gives way to a wildcard. */
const glob = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 12 }), fc.boolean()), { maxLength: 2 })
    .map((cuts) =>
      cuts.reduce(
        (left, [at, length, marks]) =>
          left.slice(0, at) +
          (marks ? "?".repeat(left.slice(at, at + length).length) : "*") +
          left.slice(at + length),
        text,
      ),
    );

/** Spelled as tokens, as what a variable brings in is. */
const spelling = (pattern: string): fc.Arbitrary<Pattern> => fc.constantFrom(pattern, wildcards(pattern));

const operandAround = (texts: readonly string[]): fc.Arbitrary<Operand> => {
  const globs = fc.array(
    fc
      .constantFrom(...texts)
      .chain(glob)
      .chain(spelling),
    {
      minLength: 1,
      maxLength: 2,
    },
  );
  return fc.oneof(
    fc.record({
      form: fc.constant("exact" as const),
      texts: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 }),
      fold: fc.boolean(),
    }),
    fc.record({ form: fc.constantFrom("glob", "arn"), patterns: globs }),
  );
};

/** Demands that a member of the domain meets. */
const solvable: fc.Arbitrary<Solvable> = fc
  .tuple(fc.constantFrom(...VARIABLES), fc.constantFrom(...PARTIES), fc.constantFrom(...Object.values(KINDS)))
  .chain(([{ keys, texts, kinds }, party, kind]) => {
    const empty = problemOf(party, kind, environment.find(keys[0]), []);
    const members = [...texts, ...empty.usual].filter((text) => isIn(domainFor(empty), text));
    const carried = keys.filter((key) => (environment.find(key).carriedOn.kinds & kind & party.kinds) !== 0);
    if (members.length === 0 || carried.length === 0 || kinds?.includes(kind) === false)
      return fc.constant(null);
    return fc.constantFrom(...members).chain((member) => {
      const demand = fc.constantFrom(...carried).chain((key) => {
        const seen = (text: string): string => project(environment.find(key).projection, text);
        return operandAround([...texts, member, member].map(seen)).map((operand): Demand => ({
          key,
          operand,
          sign: fitsOperand(operand, seen(member)),
        }));
      });
      return fc
        .array(demand, { minLength: 1, maxLength: 3 })
        .map((demands): Solvable => ({ party, kind, demands, member }));
    });
  })
  .filter((one) => one !== null);

/** A limit may stop a search; how seldom it must is in RARELY. */
const unstopped = <T>(search: () => T): T => {
  try {
    return search();
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    fc.pre(false);
    throw thrown;
  }
};

const RARELY = { maxSkipsPerRun: 0.01 };

const isSolution = (query: TextQuery, value: string): boolean =>
  query.constraints.every((constraint) => passes(constraint, value)) && isIn(domainFor(query), value);

describe("a value that passes rules on a text", () => {
  it("is found wherever there is one, and is of those that the party can have", () => {
    fc.assert(
      fc.property(solvable, (one) => {
        const query = queryFor(one);
        expect(isSolution(query, one.member)).to.equal(true);
        const value = unstopped(() => solveText(query));
        expect(value).to.not.equal(null);
        expect(isSolution(query, value ?? ""), JSON.stringify(value)).to.equal(true);
      }),
      { numRuns: 2000, ...RARELY },
    );
  });

  it("is one for each rule that some value must pass, all of them passing what all must", () => {
    fc.assert(
      fc.property(solvable, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (one, every) => {
        const query = queryFor(one, every);
        const values = unstopped(() => solveTexts(query)) ?? [];
        expect(values.length).to.be.within(1, 3);
        for (const constraint of query.constraints) {
          const passing = values.filter((value) => passes(constraint, value));
          expect(passing.length).to.be.at.least(constraint.every ? values.length : 1);
        }
      }),
      { numRuns: 1000, ...RARELY },
    );
  });
});

describe("a wildcard for anything", () => {
  for (const [spelled, all] of [
    ["as text", "*"],
    ["as a token", wildcards("*")],
  ] as const)
    it(`leaves nothing where it must not fit, without a search, ${spelled}`, () => {
      const operand: Operand = { form: "glob", patterns: ["x", all] };
      const demands = [{ key: "aws:PrincipalTag/t", sign: false, operand }];
      const query = queryFor({ party: STRANGER, kind: user, demands, member: "" });
      expect(solveText(query)).to.equal(null);
      expect(query.context.environment.budget.left).to.equal(STEP_LIMIT);
    });
});

describe("an AWS service", () => {
  it("signs as nothing that a policy can name", () => {
    expect(sought(SERVICE, service, [["ArnLike", "aws:PrincipalArn", arn("*", "role/x")]])[0]).to.equal(null);
    expect(sought(SERVICE, service, [["ArnLike", "aws:PrincipalArn", arn("*", "*")]])[0]).to.not.equal(null);
  });
});

describe("a wildcard", () => {
  it("at the beginning leaves what does not end so, spelled as a token too", () => {
    const operand: Operand = { form: "glob", patterns: [wildcards("*x")] };
    const demands = [{ key: "aws:PrincipalTag/t", sign: false, operand }];
    const value = solveText(queryFor({ party: STRANGER, kind: user, demands, member: "" }));
    expect(value).to.match(/[^x]$|^$/);
  });

  it("may stand in the kind of the caller", () => {
    const [name] = sought(STRANGER, user, [["ArnLike", "aws:PrincipalArn", arn("*", "us*/alice")]]);
    expect(name).to.match(/^arn:aws:iam::\d{12}:user\/.*alice$/);
    expect(sought(STRANGER, role, [["ArnLike", "aws:PrincipalArn", arn("*", "us*/alice")]])[0]).to.equal(
      null,
    );
  });
});
