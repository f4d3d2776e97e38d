import { KINDS } from "../../../src/policy/decide/keys/dimensions.ts";
import type { Values } from "../../../src/policy/decide/relations/component.ts";
import type { BaseOperator } from "../../../src/policy/shapes.ts";
import type { Line } from "./components.ts";
import type { Random } from "../../../proof/random.ts";

/** Some keys, what may be asked of them, and all values that their variables are tried with. */
export interface SmallWorld {
  readonly name: string;
  readonly kind: number;
  readonly operators: readonly BaseOperator[];
  /** By key, the pieces that a condition's value is made of. */
  readonly pieces: Readonly<Record<string, readonly string[]>>;
  /** By variable. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

/** Those that tags are compared by, the usual ones more often. */
export const STRINGS: readonly BaseOperator[] = [
  "StringEquals",
  "StringEquals",
  "StringLike",
  "StringLike",
  "StringNotEquals",
  "StringNotLike",
  "StringEqualsIgnoreCase",
];

const tag = (name: string): string => `aws:PrincipalTag/${name}`;
const variable = (key: string): string => `\${${key}}`;

const same = <T>(keys: readonly string[], value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(keys.map((key) => [key, value]));

const TAGS = [tag("a"), tag("b"), tag("c")];

const FREE: SmallWorld = {
  name: "tags",
  kind: KINDS.user,
  operators: STRINGS,
  pieces: same(TAGS, ["x", "X", "xy", "*", "?", ...TAGS.map(variable), ...TAGS.map(variable)]),
  texts: same(
    TAGS.map((name) => name.toLowerCase()),
    ["", "x", "X", "y", "xx", "xX", "xy", "yx"],
  ),
};

const ARNS: SmallWorld = {
  name: "tags that are ARNs",
  kind: KINDS.user,
  operators: ["ArnLike", "ArnEquals", "ArnNotLike", "StringLike", "StringEquals"],
  pieces: same(TAGS.slice(0, 2), [
    ...TAGS.slice(0, 2).map(variable),
    ...TAGS.slice(0, 2).map(variable),
    "a:b:c:d:e:",
    "*:*:*:*:*:",
    ":*",
    "a:?:c:",
    "*",
    "f",
  ]),
  texts: same(
    TAGS.slice(0, 2).map((name) => name.toLowerCase()),
    ["", "f", "d:e:f", "a:b:c:d:e:f", "a:b:c:d:e:g:h", "a::c:d:e:", "b:b:c:d:e:f", "a:b:c:d:e:a:b:c:d:e:f"],
  ),
};

const NUMBERS: SmallWorld = {
  name: "tags that are numbers",
  kind: KINDS.user,
  operators: [
    "StringEquals",
    "StringLike",
    "StringLike",
    "StringNotEquals",
    "NumericLessThan",
    "NumericGreaterThan",
  ],
  pieces: same(TAGS.slice(0, 2), ["1", "5", "5", "?", ...TAGS.slice(0, 2).map(variable)]),
  texts: same(
    TAGS.slice(0, 2).map((name) => name.toLowerCase()),
    ["", "1", "5", "7", "11", "15", "51", "55", "155", "x"],
  ),
};

const ACCOUNTS = ["777777777777", "888888888888"];

const USERS: SmallWorld = {
  name: "a user's names",
  kind: KINDS.user,
  operators: [...STRINGS, "ArnLike", "ArnNotLike", "ArnEquals"],
  pieces: {
    "aws:PrincipalArn": [
      "arn:aws:iam::${aws:PrincipalAccount}:*",
      "arn:aws:iam::${aws:PrincipalAccount}:user/x",
      "arn:*:${aws:PrincipalAccount}:*",
      "arn:aws:*::${aws:PrincipalAccount}:user/?",
      "arn:aws:iam::*:user/${aws:username}",
      "arn:aws:iam::${aws:PrincipalTag/a}:user/${aws:username}",
      "arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}",
      "arn:aws:iam::*:user/t/${aws:username}",
      "*/${aws:username}",
      "*${aws:username}",
      "arn:aws:iam::${aws:PrincipalTag/a}:*",
      "${aws:PrincipalTag/a}",
      "*/x",
    ],
    "aws:PrincipalAccount": [
      "7*",
      "${aws:PrincipalTag/a}",
      "${aws:PrincipalAccount}",
      "8${aws:PrincipalTag/a}",
    ],
    "aws:username": ["x", "?", "${aws:PrincipalTag/a}", "x${aws:PrincipalTag/a}", "${aws:username}"],
    "aws:PrincipalTag/a": [
      "${aws:PrincipalArn}",
      "${aws:PrincipalAccount}",
      "${aws:username}",
      "*${aws:username}",
      "${aws:PrincipalTag/a}",
      "x",
      "*",
    ],
  },
  texts: {
    principal: ACCOUNTS.flatMap((account) =>
      ["user/x", "user/xy", "user/t/x"].map((user) => `arn:aws:iam::${account}:${user}`),
    ),
    "aws:principaltag/a": [
      "",
      "x",
      "y",
      "t/x",
      "777777777777",
      "88888888888",
      "arn:aws:iam::777777777777:user/x",
    ],
  },
};

const FEDERATED: SmallWorld = {
  name: "a federated user's names",
  kind: KINDS.federated,
  operators: STRINGS,
  pieces: {
    "aws:userid": [
      "${aws:PrincipalAccount}:${aws:PrincipalTag/a}",
      "${aws:PrincipalAccount}:x",
      "${aws:PrincipalTag/a}:x",
      "${aws:PrincipalTag/a}:${aws:PrincipalTag/a}",
      "7*:${aws:PrincipalTag/a}",
      "${aws:PrincipalTag/a}",
      "${aws:PrincipalAccount}:",
      "x${aws:PrincipalAccount}:*",
    ],
    "aws:PrincipalAccount": ["7*", "${aws:PrincipalTag/a}"],
    "aws:PrincipalTag/a": ["${aws:userid}", "${aws:PrincipalAccount}", "x"],
  },
  texts: {
    principal: ACCOUNTS.flatMap((account) =>
      ["x", "xy"].map((name) => `arn:aws:sts::${account}:federated-user/${name}`),
    ),
    "aws:principaltag/a": ["", "x", "xy", "X", "777777777777", "777777777777:x"],
  },
};

const MEMBERS: SmallWorld = {
  name: "who is in an organisation",
  kind: KINDS.user,
  operators: STRINGS,
  pieces: {
    "aws:PrincipalOrgPaths": [
      "${aws:PrincipalOrgID}/*",
      "${aws:PrincipalOrgID}/r-aaaa/*",
      "${aws:PrincipalOrgID}/r-aaaa/",
      "${aws:ResourceOrgID}/*",
      "${aws:ResourceOrgID}/r-*/",
      "${aws:PrincipalTag/a}/r-aaaa/",
      "${aws:PrincipalTag/a}/*",
      "${aws:PrincipalOrgID}${aws:PrincipalTag/a}",
      "${aws:PrincipalOrgID}/${aws:PrincipalTag/a}",
    ],
    "aws:PrincipalOrgID": ["${aws:PrincipalTag/a}", "${aws:ResourceOrgID}", "o-a*"],
    "aws:PrincipalTag/a": ["${aws:PrincipalOrgID}", "${aws:PrincipalOrgPaths}", "o-a*"],
  },
  texts: {
    organization: ["o-aaaaaaaaaa/r-aaaa/", "o-aaaaaaaaaa/r-aaaa/ou-aaaa-00000000/", "o-bbbbbbbbbb/r-bbbb/"],
    "resource organization": ["o-resourceowner/r-aaaa/", "o-own1234567/r-aaaa/"],
    "aws:principaltag/a": ["", "o-aaaaaaaaaa", "/r-aaaa/", "O-AAAAAAAAAA", "o-aaaaaaaaaa/r-aaaa/"],
  },
};

export const SMALL_WORLDS: readonly SmallWorld[] = [FREE, ARNS, NUMBERS, USERS, FEDERATED, MEMBERS];

/** Pieces of free texts are strung together; numbers are compared with no variables. */
export const lineOf = (r: Random, { operators, pieces }: SmallWorld): Line => {
  const key = r.pick(Object.keys(pieces));
  const operator = r.pick(operators);
  const own = (pieces[key] ?? []).filter((piece) => !operator.startsWith("Numeric") || !piece.includes("$"));
  const isStrung = key.startsWith("aws:PrincipalTag/") && own.every((piece) => piece.length < 24);
  const value = Array.from({ length: isStrung ? r.pick([1, 1, 2, 3]) : 1 }, () => r.pick(own)).join("");
  return `${key} ${operator} ${value}`;
};

/** The variables' values in all combinations. */
export const assignments = (
  { texts }: SmallWorld,
  variables: readonly string[],
  fixed: Values,
): readonly Values[] =>
  variables.reduce<readonly Values[]>(
    (all, variable) =>
      all.flatMap((values) =>
        (fixed.has(variable) ? [fixed.get(variable) ?? ""] : (texts[variable] ?? [])).map(
          (text) => new Map([...values, [variable, text]]),
        ),
      ),
    [new Map()],
  );
