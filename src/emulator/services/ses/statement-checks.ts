import { isObject, type Json, type JsonObject } from "../../protocol/json.ts";
import { exists } from "./actions.ts";
import { isOperator } from "./operators.ts";
import type { PolicyRules } from "./policy-rules.ts";
import { checkPrincipal } from "./principal-checks.ts";

const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/** Why the statement would not be stored, or null. */
export const checkStatement = (statement: Json, rules: PolicyRules): string | null => {
  if (!isObject(statement)) return "A statement is an object.";
  const unknown = Object.keys(statement).find((name) => !ELEMENTS.has(name));
  if (unknown !== undefined) return `Unknown element ${unknown}.`;
  const { Sid, Effect } = statement as { Sid?: Json; Effect?: Json };
  if (Sid !== undefined && typeof Sid !== "string") return "Invalid Sid.";
  if (Effect !== "Allow" && Effect !== "Deny") return "Effect is Allow or Deny.";
  return (
    checkPair(statement, "Principal") ??
    checkPair(statement, "Action") ??
    checkPair(statement, "Resource") ??
    checkPrincipals(statement, rules) ??
    checkActions(statement, rules) ??
    checkResource(statement, rules) ??
    checkConditions(statement["Condition"])
  );
};

/** Each of the three comes once, plain or negated. */
const checkPair = (statement: JsonObject, name: string): string | null => {
  const count = [name, `Not${name}`].filter((member) => statement[member] !== undefined).length;
  return count === 1 ? null : `A statement has one of ${name} and Not${name}.`;
};

const checkPrincipals = (statement: JsonObject, rules: PolicyRules): string | null => {
  const negated = statement["NotPrincipal"];
  if (negated === undefined) return checkPrincipal(statement["Principal"]);
  // assumed: the IAM guide calls NotPrincipal with Allow "not supported"; whether SES refuses it is not known
  if (rules.assumedRules && statement["Effect"] === "Allow") return "NotPrincipal is used with Deny only.";
  return checkPrincipal(negated);
};

const checkActions = (statement: JsonObject, rules: PolicyRules): string | null => {
  const actions = texts(statement["Action"] ?? statement["NotAction"]);
  if (actions === null || actions.length === 0) return "Action is a name or a list of names.";
  const wrong = actions.find((action) => action !== "*" && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(action));
  if (wrong !== undefined) return `Invalid action ${wrong}.`;
  // assumed: whether SES refuses a name of its own that does not exist is not known
  const missing = rules.assumedRules ? actions.find((action) => !exists(action)) : undefined;
  return missing === undefined ? null : `Unknown action ${missing}.`;
};

/** "You can specify only one resource, and it must be the ARN of the identity" (developer guide). */
const checkResource = (statement: JsonObject, { arn, assumedRules }: PolicyRules): string | null => {
  const resources = texts(statement["Resource"] ?? statement["NotResource"]);
  if (resources === null || resources.length === 0) return "Resource is an ARN.";
  // assumed: a list that holds the ARN among others, and wildcards, may be let through by SES
  const right = assumedRules
    ? resources.length === 1 && resources[0] === arn
    : resources.some((resource) => resource === arn || /[*?]/.test(resource));
  return right ? null : `Resource is not ${arn}.`;
};

const checkConditions = (conditions: Json | undefined): string | null => {
  if (conditions === undefined) return null;
  if (!isObject(conditions)) return "Condition is an object.";
  for (const [operator, keys] of Object.entries(conditions)) {
    if (!isOperator(operator)) return `Unknown condition operator ${operator}.`;
    if (!isObject(keys)) return `${operator} holds condition keys.`;
    const names = Object.keys(keys).map((name) => name.toLowerCase());
    if (new Set(names).size < names.length) return `${operator} has a condition key twice.`;
    const bare = Object.entries(keys).find(([, value]) => !isConditionValue(value));
    if (bare !== undefined) return `Invalid value of ${bare[0]}.`;
  }
  return null;
};

const isScalar = (value: Json): boolean => ["string", "number", "boolean"].includes(typeof value);

const isConditionValue = (value: Json): boolean =>
  Array.isArray(value) ? (value as readonly Json[]).every(isScalar) : isScalar(value);

/** A text or a list of texts, as a list; null for anything else. */
const texts = (value: Json | undefined): readonly string[] | null => {
  const list = (Array.isArray(value) ? value : [value]) as readonly (Json | undefined)[];
  return list.every((item) => typeof item === "string") ? list : null;
};
