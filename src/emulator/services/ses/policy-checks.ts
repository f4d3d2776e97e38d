import type { PolicyRules } from "./policy-rules.ts";
import type { Json } from "../../protocol/json.ts";
import { checkStatement } from "./statement-checks.ts";
import { isObject } from "../../protocol/json.ts";
import { duplicateName } from "./strict-json.ts";

/** "Sending authorization policy anatomy": 4 KB. */
const LARGEST_POLICY = 4096;

const ELEMENTS = new Set(["Version", "Id", "Statement"]);

/**
 * Why SES would not store the document, or null where it would.
 *
 * From the developer guide and the IAM grammar; AWS's own texts are known for none of these, so the words are ours but
 * for "invalid principal" (hashicorp/terraform-provider-aws#22549).
 */
export const checkPolicy = (text: string, rules: PolicyRules): string | null => {
  if (Buffer.byteLength(text) > LARGEST_POLICY) return `Policy is larger than ${LARGEST_POLICY} bytes.`;
  const policy = parse(text);
  if (!isObject(policy)) return "Policy is not a JSON object.";
  const twice = duplicateName(text);
  if (twice !== null) return `Duplicate element ${twice}.`;
  const unknown = Object.keys(policy).find((name) => !ELEMENTS.has(name));
  if (unknown !== undefined) return `Unknown element ${unknown}.`;
  const version = policy["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    return "Invalid Version.";
  const statements = asList(policy["Statement"]);
  if (statements.length === 0) return "A policy has at least one statement.";
  return firstOf(statements, (statement) => checkStatement(statement, rules));
};

const parse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const asList = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const firstOf = <T>(values: readonly T[], check: (value: T) => string | null): string | null => {
  for (const value of values) {
    const wrong = check(value);
    if (wrong !== null) return wrong;
  }
  return null;
};
