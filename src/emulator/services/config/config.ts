import type { Pages } from "../../faults.ts";
import { isObject, textAt, type Json, type JsonObject } from "../../protocol/json.ts";
import { refusal } from "../../protocol/refusal.ts";
import { jsonService, type JsonOperation } from "../../protocol/rest-json.ts";
import type { Context, Service } from "../../protocol/service.ts";
import type { ConfigRule, Evaluation, Region } from "../../world.ts";

// Limits and errors: AWS Config API reference, PutEvaluations, Evaluation, GetComplianceDetailsByConfigRule (2026-11).
const LARGEST_BATCH = 100;
const LONGEST_TYPE = 256;
const LONGEST_ID = 768;
const LONGEST_ANNOTATION = 256;
const LARGEST_PAGE = 100;
const USUAL_PAGE = 10;
const COMPLIANCE_TYPES = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"];

/** Adds a rule; evaluations for it are put by its token. */
export const addConfigRule = (region: Region, name: string, token: string): ConfigRule => {
  const rule: ConfigRule = { token, evaluations: new Map() };
  (region.configRules ??= new Map()).set(name, rule);
  return rule;
};

const putEvaluations: JsonOperation = (input, context) => {
  const token = input["ResultToken"];
  if (typeof token !== "string") throw notValid("resultToken", "must not be null");
  const given = input["Evaluations"] ?? [];
  if (!Array.isArray(given) || given.length > LARGEST_BATCH)
    throw notValid("evaluations", `must have length less than or equal to ${LARGEST_BATCH}`);
  const evaluations = given.map(evaluationIn);
  // A test run is checked and leaves nothing behind; any token does for it.
  if (input["TestMode"] === true) return { FailedEvaluations: [] };
  const rule = [...rulesIn(context).values()].find((one) => one.token === token);
  if (rule === undefined) throw refusal("InvalidResultTokenException", "The result token is invalid.");
  for (const one of evaluations)
    rule.evaluations.set(`${one.ComplianceResourceType} ${one.ComplianceResourceId}`, one);
  return { FailedEvaluations: [] };
};

const evaluationIn = (value: Json): Evaluation => {
  if (!isObject(value)) throw refusal("SerializationException", "Start of structure expected");
  const compliance = value["ComplianceType"];
  if (compliance === "INSUFFICIENT_DATA")
    throw refusal(
      "InvalidParameterValueException",
      "INSUFFICIENT_DATA is not supported for the evaluation's compliance type.",
    );
  if (typeof compliance !== "string" || !COMPLIANCE_TYPES.includes(compliance))
    throw notValid("complianceType", `must satisfy enum value set: [${COMPLIANCE_TYPES.join(", ")}]`);
  const at = value["OrderingTimestamp"];
  if (typeof at !== "number") throw notValid("orderingTimestamp", "must not be null");
  return {
    ComplianceResourceType: text(value, "ComplianceResourceType", LONGEST_TYPE),
    ComplianceResourceId: text(value, "ComplianceResourceId", LONGEST_ID),
    ComplianceType: compliance,
    OrderingTimestamp: at,
    ...(value["Annotation"] === undefined
      ? {}
      : { Annotation: text(value, "Annotation", LONGEST_ANNOTATION) }),
  };
};

const text = (value: JsonObject, name: string, longest: number): string => {
  const member = value[name];
  if (typeof member === "string" && member.length >= 1 && member.length <= longest) return member;
  throw notValid(name, `must have length between 1 and ${longest}`);
};

const complianceDetails: JsonOperation = (input, context) => {
  const rule = rulesIn(context).get(textAt(input, "ConfigRuleName"));
  if (rule === undefined)
    throw refusal("NoSuchConfigRuleException", "The ConfigRule provided in the request is invalid.");
  const wanted = input["ComplianceTypes"];
  const limit = input["Limit"] ?? 0;
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 0 || limit > LARGEST_PAGE)
    throw refusal("InvalidParameterValueException", `Limit must be between 0 and ${LARGEST_PAGE}.`);
  const { pages } = context.faults;
  const rest = [...rule.evaluations]
    .filter(([, { ComplianceType }]) => !Array.isArray(wanted) || wanted.includes(ComplianceType))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .filter(([key]) => isBehind(key, startOf(textAt(input, "NextToken")), pages));
  const page = rest.slice(0, Math.min(limit === 0 ? USUAL_PAGE : limit, pages.size));
  const last = page.at(-1)?.[0];
  return {
    EvaluationResults: page.map(([, evaluation]) => resultOf(evaluation, textAt(input, "ConfigRuleName"))),
    ...(last !== undefined && rest.length > page.length
      ? { NextToken: Buffer.from(`after:${last}`).toString("base64url") }
      : {}),
  };
};

const startOf = (token: string): string => {
  const start = Buffer.from(token, "base64url").toString();
  if (token !== "" && !start.startsWith("after:"))
    throw refusal("InvalidNextTokenException", "The specified next token is not valid.");
  return start.slice("after:".length);
};

const isBehind = (key: string, last: string, { start }: Pages): boolean =>
  start === "first" || (start === "one-before" ? key >= last : key > last);

const resultOf = (
  { ComplianceResourceType, ComplianceResourceId, ComplianceType, OrderingTimestamp, Annotation }: Evaluation,
  rule: string,
): JsonObject => ({
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: {
      ConfigRuleName: rule,
      ResourceType: ComplianceResourceType,
      ResourceId: ComplianceResourceId,
    },
    OrderingTimestamp,
  },
  ComplianceType,
  ...(Annotation === undefined ? {} : { Annotation }),
});

const rulesIn = ({ region }: Context): ReadonlyMap<string, ConfigRule> => region.configRules ?? new Map();

const notValid = (member: string, says: string): Error =>
  refusal(
    "ValidationException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member ${says}`,
  );

/** AWS Config: what a custom rule puts, and reads again. */
export const CONFIG: Service = jsonService({
  name: "config",
  regional: true,
  target: "StarlingDoveService",
  routes: [
    { operation: "PutEvaluations", at: "POST /", answer: putEvaluations },
    { operation: "GetComplianceDetailsByConfigRule", at: "POST /", answer: complianceDetails },
  ],
  errorBody: ({ code, message }) => ({ __type: code, message }),
});
