import { IDENTITY } from "../question.ts";
import type { Random } from "../random.ts";
import { conditionOn, type ConditionSpec } from "./conditions.ts";
import type { PolicySpec, StatementSpec } from "./statements.ts";

const open: StatementSpec = {
  effect: "Allow",
  notPrincipal: false,
  principal: "*",
  action: ["ses:Send*"],
  notAction: false,
  resource: [IDENTITY],
  notResource: false,
  conditions: [],
};

const unknown = (r: Random, key: string): ConditionSpec => ({
  operator: r.pick([
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEquals",
    "Null",
  ]),
  key,
  values: [r.pick(["alice", "bob", "a*", "true"])],
});

const isNull = ({ operator }: ConditionSpec): boolean => operator === "Null";

const spelt = (one: ConditionSpec): ConditionSpec => ({
  ...one,
  operator: isNull(one) || one.values[0] !== "true" ? one.operator : "StringEquals",
  values: isNull(one) ? ["true"] : one.values,
});

/** Conditions whose meaning AWS's pages leave open, one kind at a time. */
const KINDS: readonly ((r: Random) => ConditionSpec)[] = [
  (r) => spelt(unknown(r, "aws:NewKeyOf2027")),
  (r) => spelt(unknown(r, "foo:bar")),
  (r) => spelt(unknown(r, "aws:ResourceTag/env")),
  (r) => ({
    operator: `ForAnyValue:${r.pick(["StringLike", "StringNotLike"])}IfExists`,
    key: r.pick(["aws:PrincipalOrgPaths", "ses:Recipients", "aws:PrincipalTag/team"]),
    values: [r.pick(["o-own1234567/*", "a*", "*@example.com"])],
  }),
  // One key at a time, so that Allow and Deny meet.
  ...["aws:PrincipalOrgPaths", "ses:Recipients", "aws:CalledVia", "aws:TagKeys"].map(
    (key) =>
      (r: Random): ConditionSpec => ({
        operator: `${r.pick(["StringLike", "StringNotLike", "StringEquals"])}${r.chance(0.3) ? "IfExists" : ""}`,
        key,
        values: [r.pick(["o-own1234567/*", "athena.amazonaws.com", "*@example.com", "env"])],
      }),
  ),
  (r) => {
    const one = conditionOn(r, r.pick(["caller", "chosen", "network"]));
    return { ...one, operator: r.chance(0.5) ? one.operator.toLowerCase() : one.operator.toUpperCase() };
  },
  (r) => conditionOn(r, "caller"),
  (r) => conditionOn(r, "session"),
  (r) => conditionOn(r, "server"),
];

/** The same operator twice cannot be spelt. */
const distinct = (conditions: readonly ConditionSpec[]): readonly ConditionSpec[] =>
  conditions.filter(
    (one, index) => conditions.findIndex(({ operator }) => operator === one.operator) === index,
  );

const allow = (conditions: readonly ConditionSpec[]): StatementSpec => ({
  ...open,
  conditions: distinct(conditions),
});

/** An Allow to everybody and sometimes a Deny, whose conditions raise an open question, alone or with a plain one. */
export const openPolicy = (r: Random): PolicySpec => {
  const kind = r.pick(KINDS);
  const asked = (): readonly ConditionSpec[] => [
    kind(r),
    ...(r.chance(0.2) ? [conditionOn(r, r.pick(["caller", "network", "chosen"]))] : []),
  ];
  const deny = (): StatementSpec => ({ ...open, effect: "Deny", conditions: distinct(asked()) });
  return {
    version: "2012-10-17",
    statements: r.pick([
      () => [allow(asked())],
      () => [allow([]), deny()],
      () => [allow(asked()), deny()],
      () => [allow(asked()), allow(asked())],
    ])(),
  };
};
