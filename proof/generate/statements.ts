import { IDENTITY, OWNER } from "../question.ts";
import type { Random } from "../random.ts";
import { condition, guard, type ConditionSpec } from "./conditions.ts";
import { ACCOUNTS, SERVICES, TRUSTED_ACCOUNT } from "./values.ts";

type Principal = "*" | Readonly<Record<string, readonly string[]>>;

/** A statement before it is spelt. */
export interface StatementSpec {
  readonly effect: "Allow" | "Deny";
  readonly principal: Principal;
  readonly notPrincipal: boolean;
  readonly action: readonly string[];
  readonly notAction: boolean;
  readonly resource: readonly string[];
  readonly notResource: boolean;
  readonly conditions: readonly ConditionSpec[];
}

export interface PolicySpec {
  readonly version: "2008-10-17" | "2012-10-17" | null;
  readonly statements: readonly StatementSpec[];
}

const NAMED = [
  ...ACCOUNTS,
  "arn:aws:iam::222222222222:root",
  "arn:aws:iam::222222222222:user/Jane",
  "arn:aws:iam::333333333333:role/x",
  OWNER,
  `arn:aws:iam::${OWNER}:role/app`,
  `arn:aws:iam::${OWNER}:user/ops`,
  TRUSTED_ACCOUNT,
];

const SENDING = [["ses:SendEmail", "ses:SendRawEmail"], ["ses:Send*"], ["ses:*"], ["*"], ["SES:sendEMAIL"]];
const ODD_ACTIONS = [
  ["ses:SendBulkEmail"],
  ["ses:SendBounce"],
  ["ses:Send?mail"],
  ["ses:Send*Email"],
  ["ses:SendTemplatedEmail", "ses:SendBulkTemplatedEmail"],
  ["ses:Send"],
  ["ses:GetEmailIdentity"],
  ["ses:*Raw*"],
];

const RESOURCES = [
  ["*"],
  [IDENTITY, "arn:aws:ses:us-east-1:111111111111:identity/other.example.net"],
  ["arn:aws:ses:us-east-1:111111111111:identity/other.example.net"],
  ["arn:aws:ses:*:111111111111:identity/*"],
  ["arn:aws:ses:us-east-1:111111111111:identity/EXAMPLE.com"],
  ["arn:aws:ses:us-east-1:111111111111:identity/exam?le.com"],
  ["arn:aws:ses:us-east-1:${aws:PrincipalAccount}:identity/example.com"],
  ["arn:aws:ses:us-east-1:111111111111:identity/${aws:PrincipalTag/team}"],
  ["arn:aws:ses:us-east-1:${aws:SourceAccount}:identity/example.com"],
];

const principal = (r: Random, effect: StatementSpec["effect"]): Principal => {
  if (r.chance(effect === "Allow" ? 0.55 : 0.75)) return r.chance(0.7) ? "*" : { AWS: ["*"] };
  if (r.chance(0.2)) return { Service: r.some(SERVICES) };
  if (r.chance(0.06)) return { AWS: r.some(NAMED), Service: r.some(SERVICES) };
  if (r.chance(0.02)) return { AWS: [] };
  return { AWS: r.some(NAMED) };
};

const several = (
  r: Random,
  make: (r: Random) => ConditionSpec,
  weights: readonly number[],
): readonly ConditionSpec[] => Array.from({ length: r.pick(weights) }, () => make(r));

/** The same operator on the same key twice cannot be spelt. */
const distinct = (conditions: readonly ConditionSpec[]): readonly ConditionSpec[] =>
  conditions.filter(
    (one, index) =>
      conditions.findIndex(
        (other) => other.operator === one.operator && other.key.toLowerCase() === one.key.toLowerCase(),
      ) === index,
  );

const allow = (r: Random): StatementSpec => ({
  effect: "Allow",
  notPrincipal: false,
  principal: principal(r, "Allow"),
  action: r.pick(r.chance(0.88) ? SENDING : ODD_ACTIONS),
  notAction: r.chance(0.02),
  resource: r.chance(0.9) ? [IDENTITY] : r.pick(RESOURCES),
  notResource: r.chance(0.01),
  conditions: distinct([...several(r, guard, [0, 0, 1, 1]), ...several(r, condition, [0, 0, 1, 1, 2])]),
});

const deny = (r: Random): StatementSpec => {
  const notPrincipal = r.chance(0.12);
  return {
    effect: "Deny",
    notPrincipal,
    principal: notPrincipal ? { AWS: [...r.some(NAMED)] } : principal(r, "Deny"),
    action: r.pick(r.chance(0.8) ? SENDING : ODD_ACTIONS),
    notAction: r.chance(0.03),
    resource: r.chance(0.93) ? [IDENTITY] : r.pick(RESOURCES),
    notResource: r.chance(0.01),
    conditions: notPrincipal
      ? []
      : distinct([...several(r, guard, [0, 1, 1, 1]), ...several(r, condition, [0, 0, 0, 1])]),
  };
};

/** Sometimes what is allowed or denied once comes back with the other effect: the two must meet exactly. */
const mirror = (r: Random, statement: StatementSpec): StatementSpec => ({
  ...statement,
  effect: "Deny",
  notPrincipal: false,
  principal: r.chance(0.5) ? "*" : statement.principal,
  conditions: r.chance(0.5) ? statement.conditions : distinct(statement.conditions.map(negated)),
});

const negated = (condition: ConditionSpec): ConditionSpec => {
  const operator = /:Not|StringNot|ArnNot|NumericNot|DateNot|^Not/.test(condition.operator)
    ? condition.operator.replace("Not", "")
    : condition.operator.replace(/(^|:)(String|Arn)/, "$1$2Not").replace(/(^|:)IpAddress/, "$1NotIpAddress");
  return { ...condition, operator };
};

export const policy = (r: Random): PolicySpec => {
  const allows = Array.from({ length: r.pick([1, 1, 1, 1, 2]) }, () => allow(r));
  const denies = Array.from({ length: r.pick([0, 0, 0, 1, 1, 2]) }, () => deny(r));
  const mirrored = r.chance(0.06) ? allows.map((one) => mirror(r, one)) : [];
  return {
    version: r.chance(0.75) ? "2012-10-17" : r.chance(0.6) ? "2008-10-17" : null,
    statements: [...allows, ...denies, ...mirrored],
  };
};

/** A document of Denies alone. */
export const denyPolicy = (r: Random): PolicySpec => ({ version: "2012-10-17", statements: [deny(r)] });

/** What one value of a list cannot be alone, two together can: only here do the set operators part. */
export const listPolicy = (r: Random): PolicySpec => {
  const key = r.pick(["ses:Recipients", "ses:Recipients", "aws:CalledVia"]);
  const values = [key === "aws:CalledVia" ? "athena.amazonaws.com" : "*@example.com"];
  const ask = (operator: string): ConditionSpec => ({
    operator: `${r.pick(["ForAnyValue", "ForAnyValue", "ForAllValues"])}:${operator}`,
    key,
    values,
  });
  const open = {
    ...allow(r),
    principal: "*" as const,
    action: ["ses:*"],
    resource: [IDENTITY],
    notAction: false,
    notResource: false,
  };
  return {
    version: "2012-10-17",
    statements: [{ ...open, conditions: [ask("StringLike"), ask("StringNotLike")] }],
  };
};
