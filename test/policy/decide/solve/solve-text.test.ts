import { expect } from "chai";
import * as fc from "fast-check";
import { isIn } from "../../../../src/policy/decide/request/domain.ts";
import {
  fitsOperand,
  isNegated,
  operandOf,
  type Operand,
  type Pattern,
} from "../../../../src/policy/decide/compile/operand.ts";
import {
  DEPUTY,
  inAccount,
  LIMITED,
  SERVICE,
  STRANGER,
} from "../../../../src/policy/decide/request/caller-class.ts";
import { initialRequests } from "../../../../src/policy/decide/search/allow-minus-denies.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import type { ConditionKey } from "../../../../src/policy/decide/keys/condition-key.ts";
import { passes, solveText, solveTexts } from "../../../../src/policy/decide/solve/solve-text.ts";
import type { Constraint } from "../../../../src/policy/decide/request/symbolic-request.ts";
import { domainFor, textQuery, type TextQuery } from "../../../../src/policy/decide/solve/text-query.ts";
import { project } from "../../../../src/policy/decide/keys/projection.ts";
import { STEP_LIMIT } from "../../../../src/policy/decide/request/environment.ts";
import type { BaseOperator } from "../../../../src/policy/shapes.ts";
import { isStop } from "../../../../src/policy/sets/budget.ts";
import { wildcards } from "../../../../src/policy/sets/pattern.ts";
import { namedWorld } from "../../../support/policy/named-world.ts";

const environment = namedWorld;

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

const PARTIES = [
  STRANGER,
  LIMITED,
  SERVICE,
  DEPUTY,
  inAccount("222222222222"),
  { ...SERVICE, source: { account: "333333333333" } },
];

type Asker = (typeof PARTIES)[number];

const problemOf = (
  party: Asker,
  kind: number,
  key: ConditionKey,
  constraints: readonly Constraint[],
): TextQuery => {
  const one = { environment: { ...environment, budget: { left: STEP_LIMIT } }, caller: party };
  const [all] = initialRequests(one, 1);
  if (all === undefined) throw new Error("no request");
  return textQuery(one, { ...all, kinds: kind }, key, constraints);
};

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

/** A demand on one key. */
interface Demand {
  readonly key: string;
  readonly sign: boolean;
  readonly operand: Operand;
}

interface Solvable {
  readonly party: Asker;
  readonly kind: number;
  readonly demands: readonly Demand[];
  /** Meets all of the demands. */
  readonly member: string;
}

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

const queryFor = ({ party, kind, demands }: Solvable, every: readonly boolean[] = []): TextQuery => {
  const constraints = demands.map(({ key, sign, operand }, index): Constraint => {
    return { key: environment.find(key), every: every[index] ?? false, sign, operand };
  });
  return problemOf(party, kind, environment.find(demands[0]?.key ?? ""), constraints);
};

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

type Said = readonly [operator: BaseOperator, key: string, ...values: readonly string[]];

const OUTSIDER = inAccount("222222222222");
const FOR_ACCOUNT: Asker = { ...SERVICE, source: { account: "333333333333" } };
const arn = (account: string, rest: string): string => `arn:aws:iam::${account}:${rest}`;
const topic = (account: string): string => `arn:aws:sns:us-east-1:${account}:topic`;

/** The value, and the steps that it took to find it or to see that there is none. */
const sought = (party: Asker, kind: number, said: readonly Said[]): readonly [string | null, number] => {
  const demands = said.map(([operator, key, ...values]): Demand => {
    return { key, sign: !isNegated(operator), operand: operandOf(operator, values) };
  });
  const query = queryFor({ party, kind, demands, member: "" });
  const value = solveText(query);
  return [value, STEP_LIMIT - query.context.environment.budget.left];
};

const { user, role, root, federated, service } = KINDS;

/** What policies often say, and whether the party can meet it. */
const AT_ONCE: readonly (readonly [met: boolean, party: Asker, kind: number, ...said: readonly Said[]])[] = [
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalAccount", "222222222222", "333333333333"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalAccount", "example", "1234567890123"]],
  [false, STRANGER, user, ["StringLike", "aws:PrincipalAccount", "222222222222"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalAccount", "*"]],
  [true, STRANGER, user, ["StringNotEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, STRANGER, user, ["StringNotLike", "aws:PrincipalAccount", "*"]],
  [false, STRANGER, user, ["StringNotLike", "aws:PrincipalArn", "arn:aws:sts:*", "*"]],
  [false, OUTSIDER, user, ["StringEquals", "aws:PrincipalAccount", "333333333333"]],
  [false, OUTSIDER, user, ["StringNotEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, OUTSIDER, user, ["StringLike", "aws:PrincipalAccount", "3*"]],
  [true, OUTSIDER, user, ["StringLike", "aws:PrincipalAccount", "2*"]],
  [true, OUTSIDER, user, ["StringEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("222222222222", "user/*")]],
  [false, STRANGER, user, ["StringLike", "aws:PrincipalArn", arn("222222222222", "user/*")]],
  [
    false,
    STRANGER,
    user,
    ["StringLike", "aws:username", "a*"],
    ["ArnLike", "aws:PrincipalArn", arn("222222222222", "user/*")],
  ],
  [
    false,
    STRANGER,
    user,
    ["StringLike", "aws:PrincipalArn", arn("222222222222", "*"), arn("333333333333", "*")],
  ],
  [false, OUTSIDER, user, ["StringLike", "aws:PrincipalArn", arn("333333333333", "*")]],
  [false, OUTSIDER, user, ["ArnLike", "aws:PrincipalArn", arn("333333333333", "user/*")]],
  [true, OUTSIDER, user, ["ArnLike", "aws:PrincipalArn", arn("222222222222", "user/team-*")]],
  [true, OUTSIDER, role, ["ArnEquals", "aws:PrincipalArn", arn("222222222222", "role/x")]],
  [false, OUTSIDER, user, ["ArnEquals", "aws:PrincipalArn", arn("222222222222", "role/x")]],
  [false, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("*", "role/*")]],
  [false, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("*", "role/x"), arn("*", "root")]],
  [false, STRANGER, role, ["ArnLike", "aws:PrincipalArn", arn("*", "role")]],
  [true, STRANGER, role, ["ArnLike", "aws:PrincipalArn", arn("*", "role/mail-?")]],
  [true, STRANGER, root, ["ArnLike", "aws:PrincipalArn", arn("*", "root")]],
  [false, STRANGER, root, ["ArnLike", "aws:PrincipalArn", arn("*", "user/*")]],
  [true, STRANGER, federated, ["ArnLike", "aws:PrincipalArn", "arn:aws:sts::*:federated-user/j?e"]],
  [false, STRANGER, federated, ["ArnLike", "aws:PrincipalArn", arn("*", "role/*")]],
  [true, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("*", "*")]],
  [true, STRANGER, user, ["StringEquals", "aws:username", "alice"]],
  [true, STRANGER, user, ["StringLike", "aws:username", "alice", "bob"]],
  [false, STRANGER, user, ["StringEquals", "aws:username", "a/b", "c d"]],
  [
    true,
    STRANGER,
    user,
    ["StringEquals", "aws:username", "alice"],
    ["StringNotEquals", "aws:PrincipalAccount", "222222222222"],
  ],
  [
    true,
    OUTSIDER,
    user,
    ["StringEquals", "aws:username", "alice"],
    ["ArnLike", "aws:PrincipalArn", arn("222222222222", "*")],
  ],
  [false, DEPUTY, service, ["StringEquals", "aws:SourceAccount", "222222222222"]],
  [true, SERVICE, service, ["StringEquals", "aws:SourceAccount", "111111111111"]],
  [true, SERVICE, service, ["StringEquals", "aws:SourceAccount", "555555555555"]],
  [false, FOR_ACCOUNT, service, ["StringEquals", "aws:SourceAccount", "222222222222"]],
  [true, FOR_ACCOUNT, service, ["StringEquals", "aws:SourceAccount", "333333333333"]],
  [false, DEPUTY, service, ["ArnEquals", "aws:SourceArn", topic("222222222222")]],
  [false, DEPUTY, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:222222222222:*"]],
  [true, SERVICE, service, ["StringLike", "aws:SourceArn", "arn:aws:sns:us-east-1:111111111111:*"]],
  [false, FOR_ACCOUNT, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:222222222222:*"]],
  [true, FOR_ACCOUNT, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:333333333333:*"]],
  [true, DEPUTY, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"]],
  [true, DEPUTY, service, ["StringLike", "aws:SourceArn", "arn:aws:sns:*"]],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "8*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
  ],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "88??????8888"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:mail-*"],
  ],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "*8"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:mail-?"],
  ],
  [true, DEPUTY, service, ["StringEquals", "aws:SourceAccount", "888888888888"]],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "*8*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:x"],
  ],
  [true, DEPUTY, service, ["ArnEquals", "aws:SourceArn", topic("888888888888")]],
  [true, STRANGER, user, ["ArnLike", "codebuild:ProjectArn", "arn:aws:codebuild:*:*:project/mail*"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalOrgID", "o-b*"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalOrgID", "o-b?????????"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalOrgPaths", "o-b*/*"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*alice"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*/team?/*a"]],
  [true, OUTSIDER, user, ["StringLike", "aws:PrincipalArn", arn("222222222222", "user/al*ce")]],
  [true, OUTSIDER, user, ["StringLike", "aws:PrincipalArn", arn("222222222222", "user/al?ce")]],
  [true, STRANGER, user, ["StringLike", "aws:SourceVpc", "vpc-0b1b2c3d*"]],
  // A key with a list of values has no others.
  [false, STRANGER, user, ["StringLike", "ses:ApiVersion", "3*"]],
  [
    false,
    STRANGER,
    user,
    ["StringLike", "ses:ApiVersion", "?"],
    ["StringNotEquals", "ses:ApiVersion", "1", "2"],
  ],
  [true, STRANGER, user, ["StringLike", "ses:ApiVersion", "?"], ["StringNotEquals", "ses:ApiVersion", "1"]],
  // An account behind a wildcard is no field of its own.
  [true, DEPUTY, service, ["StringLike", "aws:SourceArn", "arn:aws:ec2:*:a:b:c:222222222222:x"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalOrgID", "o-own1234567"]],
  [true, LIMITED, user, ["StringEquals", "aws:PrincipalOrgID", "o-own1234567"]],
  [true, LIMITED, user, ["StringLike", "aws:PrincipalOrgID", "o-own1234567"]],
  [true, LIMITED, user, ["StringLike", "aws:PrincipalOrgPaths", "o-own1234567/*"]],
  [true, LIMITED, user, ["StringLike", "aws:PrincipalOrgPaths", "o-own1234567/r-ab12/ou-ab12-cdefghij/*"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalOrgPaths", "o-own1234567/r-ab12/"]],
  [false, STRANGER, user, ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"]],
  [true, LIMITED, user, ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"]],
  [false, STRANGER, user, ["StringEquals", "aws:userid", "AIDAEXAMPLE000000001"]],
  [true, LIMITED, user, ["StringEquals", "aws:userid", "AIDAEXAMPLE000000001"]],
  [
    true,
    STRANGER,
    user,
    ["StringEquals", "aws:PrincipalTag/t", "a", "b"],
    ["StringNotEquals", "aws:PrincipalTag/t", "a"],
  ],
  [
    false,
    STRANGER,
    user,
    ["StringEquals", "aws:PrincipalTag/t", "a"],
    ["StringNotEquals", "aws:PrincipalTag/t", "a"],
  ],
  [
    true,
    STRANGER,
    user,
    ["StringLike", "aws:PrincipalTag/t", "team-*", "*"],
    ["StringNotLike", "aws:PrincipalTag/t", "x*"],
  ],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalTag/t", "a?c*"]],
  [true, STRANGER, user, ["ArnLike", "aws:PrincipalTag/t", arn("222222222222", "role/*")]],
  [true, STRANGER, user, ["ArnLike", "aws:PrincipalTag/t", "arn:aws:iam::*:role/?*"]],
];

describe("what policies often say", () => {
  for (const [met, party, kind, ...said] of AT_ONCE)
    it(`is ${met ? "met" : "refused"} without a search: ${JSON.stringify(said)} by ${kind} ${JSON.stringify(party)}`, () => {
      const [value, steps] = sought(party, kind, said);
      expect(value === null, JSON.stringify(value)).to.equal(!met);
      expect(steps).to.equal(0);
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
