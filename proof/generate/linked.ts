import { IDENTITY } from "../question.ts";
import type { Random } from "../random.ts";
import type { ConditionSpec } from "./conditions.ts";
import type { PolicySpec, StatementSpec } from "./statements.ts";

/** Keys that variables tie together, with what they are compared with: constants, and each other. */
interface Knot {
  readonly keys: readonly string[];
  readonly lists: readonly string[];
  readonly variables: readonly string[];
  readonly constants: readonly string[];
}

const KNOTS: readonly Knot[] = [
  {
    keys: ["aws:PrincipalTag/team", "aws:PrincipalTag/acct", "aws:username", "aws:UserAgent"],
    lists: [],
    variables: [
      "${aws:PrincipalTag/team}",
      "${aws:PrincipalTag/acct}",
      "${aws:username}",
      "${aws:PrincipalTag/team, 'bob'}",
      "${aws:SourceAccount, 'bob'}",
      "a${aws:PrincipalTag/acct}",
    ],
    constants: ["alice", "bob", "a*", "*b", "b*"],
  },
  {
    keys: ["aws:PrincipalOrgID", "aws:PrincipalTag/org"],
    lists: ["aws:PrincipalOrgPaths"],
    variables: [
      "${aws:ResourceOrgID}",
      "${aws:PrincipalTag/org}",
      "${aws:PrincipalOrgID}",
      "${aws:PrincipalTag/org, 'o-own1234567'}",
    ],
    constants: ["o-own1234567", "o-bad9999999", "o-own*", "o-*"],
  },
  {
    keys: ["aws:PrincipalAccount", "aws:PrincipalTag/acct", "aws:SourceAccount"],
    lists: [],
    variables: [
      "${aws:PrincipalTag/acct}",
      "${aws:PrincipalAccount}",
      "${aws:ResourceAccount}",
      "${aws:SourceAccount, '222222222222'}",
      "2222${aws:PrincipalTag/acct}",
    ],
    constants: ["222222222222", "2222*", "111111111111", "*2"],
  },
];

const OPERATORS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringLike"];

const condition = (r: Random, knot: Knot): ConditionSpec => {
  const key = r.pick([...knot.keys, ...knot.lists]);
  const list = knot.lists.includes(key);
  const prefix = list || r.chance(0.3) ? `${r.pick(["ForAllValues", "ForAnyValue"])}:` : "";
  const values = [
    r.pick(r.chance(0.5) ? knot.variables : knot.constants),
    ...(r.chance(0.2) ? [r.pick(knot.constants)] : []),
  ];
  return {
    operator: `${prefix}${r.pick(OPERATORS)}${r.chance(0.2) ? "IfExists" : ""}`,
    key,
    values: list ? values.map((value) => `${value}/*`) : values,
  };
};

const statement = (r: Random, effect: StatementSpec["effect"], knot: Knot): StatementSpec => {
  const conditions = Array.from({ length: r.pick([1, 1, 2]) }, () => condition(r, knot));
  return {
    effect,
    notPrincipal: false,
    principal: r.chance(0.85) ? "*" : { AWS: ["222222222222"] },
    action: ["ses:Send*"],
    notAction: false,
    resource: [IDENTITY],
    notResource: false,
    // The same operator on the same key twice cannot be spelt.
    conditions: conditions.filter(
      (one, index) =>
        conditions.findIndex((other) => other.operator === one.operator && other.key === one.key) === index,
    ),
  };
};

/** An Allow and Denies that speak of the same few keys, often of one by another. */
export const linkedPolicy = (r: Random): PolicySpec => {
  const knot = r.pick(KNOTS);
  return {
    version: "2012-10-17",
    statements: [
      statement(r, "Allow", knot),
      ...Array.from({ length: r.pick([0, 1, 1, 2]) }, () => statement(r, "Deny", knot)),
    ],
  };
};
