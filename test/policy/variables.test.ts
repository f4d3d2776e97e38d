import { expect } from "chai";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { ask, IDENTITY } from "../../proof/question.ts";
import { random, type Random } from "../../proof/random.ts";
import { readPolicy } from "../../proof/read-policy.ts";
import { STRINGS } from "../support/policy/small-worlds.ts";
import { HEAVY } from "../support/heavy.ts";

/** Mutation testing asks for fewer, mutant by mutant. */
const COUNT = Number(process.env["VARIABLES_COUNT"] ?? (HEAVY ? 1_500 : 40));
const LONGEST = HEAVY ? 3 : 2;

const TAGS = ["aws:PrincipalTag/t", "aws:PrincipalTag/u", "aws:PrincipalTag/v"];
const OPERATORS = [...STRINGS, "Bool"];
const PIECES = [
  "a",
  "b",
  "ab",
  "*",
  "?",
  "true",
  ...TAGS.map((tag) => `\${${tag}}`),
  ...TAGS.map((tag) => `\${${tag}}`),
];

const value = (r: Random): string =>
  r.chance(0.15)
    ? `\${${r.pick(TAGS)}, 'a'}`
    : Array.from({ length: r.pick([1, 1, 2, 2, 3]) }, () => r.pick(PIECES)).join("");

const conditions = (r: Random): object => {
  const all: Record<string, Record<string, readonly string[]>> = {};
  for (let left = r.pick([1, 1, 2]); left > 0; left -= 1) {
    const operator = `${r.pick(OPERATORS)}${r.chance(0.15) ? "IfExists" : ""}`;
    all[operator] = {
      ...all[operator],
      [r.pick(TAGS)]: Array.from({ length: r.pick([1, 1, 1, 2]) }, () => value(r)),
    };
  }
  return all;
};

const statement = (r: Random, Effect: "Allow" | "Deny"): object => ({
  Effect,
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: IDENTITY,
  Condition: conditions(r),
});

/** One Allow, and Denies, about three tags and what they have to do with each other. */
const policyOf = (r: Random): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      statement(r, "Allow"),
      ...Array.from({ length: r.pick([0, 1, 1, 2, 3]) }, () => statement(r, "Deny")),
      // Without tags most of what is asked of them is as easily met.
      ...TAGS.filter(() => r.chance(0.6)).map((tag) => ({
        ...statement(r, "Deny"),
        Condition: { Null: { [tag]: "true" } },
      })),
    ],
  });

const words = (longest: number): readonly string[] =>
  longest === 0 ? [""] : ["", ...words(longest - 1).flatMap((word) => [`a${word}`, `b${word}`])];

/** No tag, or a short one. */
const TEXTS: readonly (string | null)[] = [null, ...new Set(words(LONGEST)), "true", "FALSE"];

/** A stranger's tags with which the policy lets him send, if some as short as that do. */
const bruteForce = (policy: Policy): Readonly<Record<string, string>> | null => {
  for (const t of TEXTS)
    for (const u of TEXTS)
      for (const v of TEXTS) {
        const tags = Object.fromEntries(
          [t, u, v].flatMap((text, index) => (text === null ? [] : [[TAGS[index] ?? "", text]])),
        );
        const request = {
          principal: "arn:aws:iam::999999999999:user/mallory",
          action: "ses:SendEmail",
          resource: IDENTITY,
          context: tags,
        };
        if (evaluate([policy], request).decision === "allowed") return tags;
      }
  return null;
};

describe("what variables tie together", function () {
  this.timeout(600_000);

  it("is decided as by trying every short text", () => {
    const seen = { exposed: 0, private: 0, undecided: 0 };
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const text = policyOf(random(seed));
      const { exposure } = decideExposure(ask([text]));
      const tags = bruteForce(readPolicy(text));
      const says = `seed ${seed}, ${text}, ${exposure}, tags ${JSON.stringify(tags)}`;
      if (exposure !== "exposed" && exposure !== "private" && exposure !== "undecided") expect.fail(says);
      if (exposure === "private") expect(tags, says).to.equal(null);
      seen[exposure] += 1;
    }
    expect(seen.exposed).to.be.above(COUNT / 2);
    expect(seen.private).to.be.above(COUNT / 10);
    // Equations between words have no end; all but a few of these are.
    expect(seen.undecided).to.be.at.most(Math.ceil(COUNT / 50));
  });
});

/** What may be asked of each key, among it what others are. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  "aws:PrincipalAccount": [
    "${aws:PrincipalTag/t}",
    "9999${aws:PrincipalTag/t}",
    "*9",
    "${aws:PrincipalTag/u}*",
  ],
  "aws:username": [
    "${aws:PrincipalTag/t}",
    "a${aws:PrincipalTag/t}",
    "${aws:PrincipalTag/t}${aws:PrincipalTag/u}",
    "*b",
  ],
  "aws:userid": [
    "${aws:PrincipalAccount}",
    "${aws:PrincipalAccount}:${aws:PrincipalTag/t}",
    "AROA*:${aws:PrincipalTag/t}",
  ],
  "aws:PrincipalArn": [
    "arn:aws:iam::${aws:PrincipalAccount}:*",
    "arn:aws:iam::${aws:PrincipalTag/t}:user/*",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:*::${aws:PrincipalTag/t}:*/${aws:PrincipalTag/u}",
    "arn:aws:sts::*:federated-user/${aws:PrincipalTag/u}",
  ],
  "aws:PrincipalType": ["${aws:PrincipalTag/t}", "User", "A*"],
  "aws:PrincipalOrgID": ["${aws:PrincipalTag/t}", "o-*", "${aws:ResourceOrgID}"],
  "aws:PrincipalOrgPaths": [
    "${aws:PrincipalOrgID}/*",
    "${aws:PrincipalTag/t}/*",
    "${aws:PrincipalOrgID}/r-${aws:PrincipalTag/u}/*",
    "${aws:ResourceOrgID}/r-*/",
  ],
  "aws:PrincipalTag/t": [
    "${aws:PrincipalTag/u}",
    "${aws:username}",
    "${aws:PrincipalAccount}",
    "${aws:PrincipalOrgID}",
    "${aws:PrincipalType}",
    "${aws:PrincipalTag/u, 'a'}*",
    "a*",
  ],
  "aws:PrincipalTag/u": [
    "${aws:PrincipalTag/t}",
    "*${aws:PrincipalTag/t}",
    "${aws:username, 'b'}",
    "?",
    "*a*",
  ],
};

const KEYS = Object.keys(ABOUT);

const aboutCallers = (r: Random): object => {
  const all: Record<string, Record<string, readonly string[]>> = {};
  for (let left = r.pick([1, 1, 2]); left > 0; left -= 1) {
    const key = r.pick(KEYS);
    const not = r.chance(0.3) ? "Not" : "";
    const kind = key === "aws:PrincipalArn" && r.chance(0.6) ? "Arn" : "String";
    const operator =
      kind === "String" && r.chance(0.2)
        ? `String${not}EqualsIgnoreCase`
        : `${kind}${not}${r.pick(["Like", "Like", "Equals"])}`;
    all[operator] = { ...all[operator], [key]: [r.pick(ABOUT[key] ?? [])] };
  }
  return all;
};

const policyAboutCallers = (r: Random): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { ...statement(r, "Allow"), Condition: aboutCallers(r) },
      ...Array.from({ length: r.pick([0, 1, 2]) }, () => ({
        ...statement(r, "Deny"),
        Condition: aboutCallers(r),
      })),
      ...["aws:PrincipalTag/t", "aws:PrincipalTag/u", "aws:PrincipalOrgID"]
        .filter(() => r.chance(0.5))
        .map((key) => ({ ...statement(r, "Deny"), Condition: { Null: { [key]: "true" } } })),
    ],
  });

type Context = Readonly<Record<string, string | readonly string[]>>;

const named = (account: string, name: string): readonly (readonly [principal: string, Context])[] => {
  const of = (type: string, arn: string, userid: string, more: Context = {}): readonly [string, Context] => [
    type === "AssumedRole" ? `arn:aws:sts::${account}:assumed-role/${name}/a` : arn,
    {
      "aws:PrincipalArn": arn,
      "aws:PrincipalAccount": account,
      "aws:PrincipalType": type,
      "aws:userid": userid,
      ...more,
    },
  ];
  const iam = `arn:aws:iam::${account}:`;
  return [
    of("User", `${iam}user/${name}`, "AIDASTRANGER000000001", { "aws:username": name }),
    of("AssumedRole", `${iam}role/${name}`, "AROASTRANGER000000001:a"),
    of("Account", `${iam}root`, account),
    of("FederatedUser", `arn:aws:sts::${account}:federated-user/${name}`, `${account}:${name}`),
  ];
};

const CALLERS = ["999999999999", "888888888888"].flatMap((account) =>
  ["ab", "b"].flatMap((name) => named(account, name)),
);

const ORGANISATIONS: readonly Context[] = [
  {},
  ...["o-aaaaaaaaaa", "o-bbbbbbbbbb"].map((id) => ({
    "aws:PrincipalOrgID": id,
    "aws:PrincipalOrgPaths": [`${id}/r-aaaa/`],
  })),
];

/** What a tag may be to be like something else, or like nothing. */
const LABELS = [
  null,
  "",
  "a",
  "b",
  "ab",
  "999999999999",
  "99999999",
  "o-aaaaaaaaaa",
  "o-aaaaaaaaaa/r-aaaa",
  "aaaa",
  "User",
  "Account",
];

/** A request of a stranger's with which the policy lets him send, if one of these does. */
const bruteForceCallers = (policy: Policy): Context | null => {
  for (const [principal, caller] of CALLERS)
    for (const organisation of ORGANISATIONS)
      for (const t of LABELS)
        for (const u of LABELS) {
          const context = {
            ...caller,
            ...organisation,
            ...(t === null ? {} : { "aws:PrincipalTag/t": t }),
            ...(u === null ? {} : { "aws:PrincipalTag/u": u }),
            "aws:ResourceOrgID": "o-resourceowner",
          };
          const request = { principal, action: "ses:SendEmail", resource: IDENTITY, context };
          if (evaluate([policy], request).decision === "allowed") return context;
        }
  return null;
};

describe("what variables tie to a caller", function () {
  this.timeout(600_000);

  it("is decided as by trying some of each kind", () => {
    const seen = { exposed: 0, passes: 0, undecided: 0 };
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const text = policyAboutCallers(random(seed));
      const { exposure, doubts } = decideExposure(ask([text]));
      const request = bruteForceCallers(readPolicy(text));
      const says = `seed ${seed}, ${text}, ${exposure}, ${JSON.stringify(request)}`;
      if (exposure === "undecided") {
        // What a list means without a set operator is no matter of variables.
        if (doubts.length === 0) seen.undecided += 1;
      } else if (exposure === "exposed") seen.exposed += 1;
      else {
        expect(request, says).to.equal(null);
        seen.passes += 1;
      }
    }
    expect(seen.exposed).to.be.above(COUNT / 4);
    expect(seen.passes).to.be.above(COUNT / 10);
    // An id or an ARN of what is in other keys too is often more than 400,000 steps tell.
    expect(seen.undecided).to.be.below(COUNT / 20);
  });
});
