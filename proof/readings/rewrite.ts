import { holds } from "../../src/policy/evaluate/condition.ts";
import {
  isBareList,
  isDisputed,
  type CaseReading,
  type ListReading,
} from "../../src/policy/evaluate/reading.ts";
import type { Condition, Policy } from "../../src/policy/shapes.ts";

/**
 * A reading as a change of the policies: what is left of them is read as the documentation's plain words say, so that the
 * world need not know of readings. The evaluator takes the same readings as data; a test holds one against the other.
 */
export type Rewrite = (policies: readonly Policy[]) => readonly Policy[];

export const AS_WRITTEN: Rewrite = (policies) => policies;

/** Access Analyzer's checks: Null with ForAnyValue is false whatever the request carries. */
const NEVER: Condition = {
  at: "",
  qualifier: "ForAnyValue",
  operator: "Null",
  ifExists: false,
  key: "nothing:asked",
  values: [],
};

/** Each condition becomes those that stand for it. */
const conditionwise =
  (change: (condition: Condition, version: Policy["version"]) => readonly Condition[]): Rewrite =>
  (policies) =>
    policies.map((policy) => ({
      ...policy,
      statements: policy.statements.map((statement) => ({
        ...statement,
        conditions: statement.conditions.flatMap((condition) => change(condition, policy.version)),
      })),
    }));

const isOn = (key: string, condition: Condition): boolean =>
  condition.key.toLowerCase() === key.toLowerCase();

/** ForAnyValue with IfExists is false where the key is missing. */
export const anyValueAlone: Rewrite = conditionwise((condition) => [
  condition.qualifier === "ForAnyValue" ? { ...condition, ifExists: false } : condition,
]);

/** An operator in another case than IAM's own. */
export const operatorCase = (written: string, reading: CaseReading): Rewrite =>
  conditionwise((condition) => {
    if (condition.written !== written) return [condition];
    if (reading === "operator") {
      const { written: _, ...plain } = condition;
      return [plain];
    }
    return reading === "never" ? [NEVER] : [];
  });

/** Whether a pattern of ARNs ends before the sixth field, and is no single text; a variable is no field of its own. */
export const hasShortArn = ({ operator, values }: Condition, version: Policy["version"]): boolean =>
  operator.startsWith("Arn") &&
  values.some(({ text }) => {
    const written = version === "2012-10-17" ? text.split(/\$\{[^}]*\}/).join("") : text;
    return /[*?]/.test(written) && written.split(":").length < 6;
  });

/** Such a pattern compared as a text, with the others of its condition. */
export const shortArnAsText: Rewrite = conditionwise((condition, version) => [
  hasShortArn(condition, version)
    ? { ...condition, operator: condition.operator.includes("Not") ? "StringNotLike" : "StringLike" }
    : condition,
]);

/** A list key without a set operator. Where every value must fit and the key must be there, two conditions say so. */
export const bareList = (key: string, reading: ListReading): Rewrite =>
  conditionwise((condition) => {
    if (!isOn(key, condition) || !isBareList(condition)) return [condition];
    if (reading === "never") return [NEVER];
    if (reading === "any") return [{ ...condition, qualifier: "ForAnyValue" }];
    const every: Condition = { ...condition, qualifier: "ForAllValues" };
    if (condition.ifExists || condition.operator.includes("Not")) return [every];
    const present: Condition = { ...NEVER, qualifier: null, key, values: [{ text: "false", at: "" }] };
    return [every, present];
  });

/** Names that no request has a key of. */
const hidden = (key: string): string => `hidden:${key}`;

const VARIABLE = /\$\{([^},*?$]+)(,[^}]*)?\}/g;

const withTexts =
  (change: (text: string) => string): Rewrite =>
  (policies) =>
    policies.map((policy) =>
      policy.version !== "2012-10-17"
        ? policy
        : {
            ...policy,
            statements: policy.statements.map((statement) => ({
              ...statement,
              resource: {
                ...statement.resource,
                values: statement.resource.values.map((value) => ({ ...value, text: change(value.text) })),
              },
              conditions: statement.conditions.map((condition) => ({
                ...condition,
                values: condition.values.map((value) => ({ ...value, text: change(value.text) })),
              })),
            })),
          },
    );

/** Only the global keys of the anatomy page are there. */
export const anatomyPage: Rewrite = (policies) =>
  withTexts((text) =>
    text.replace(VARIABLE, (all, name: string, fallback: string | undefined) =>
      isDisputed(name.trim()) ? `\${${hidden(name.trim())}${fallback ?? ""}}` : all,
    ),
  )(
    conditionwise((condition) => [
      isDisputed(condition.key) ? { ...condition, key: hidden(condition.key) } : condition,
    ])(policies),
  );

/** Every request has the key, with this one value. */
export const present = (key: string, value: string): Rewrite => {
  const request = { principal: "", action: "", resource: "", context: { [key]: value } };
  return (policies) =>
    withTexts((text) =>
      text.replace(VARIABLE, (all, name: string) =>
        name.trim().toLowerCase() === key.toLowerCase() ? value : all,
      ),
    )(
      conditionwise((condition, version) =>
        !isOn(key, condition) ? [condition] : holds(condition, version, request) ? [] : [NEVER],
      )(policies),
    );
};
