import type { JsonOperation } from "../../protocol/rest-json.ts";
import { isObject, type Json, type JsonObject } from "../../protocol/json.ts";
import { customerUpdate } from "./asff.ts";
import { listOf, object, text } from "./checks.ts";
import { findingKey, forgetOld, PROVIDER_FIELDS, putFinding, type StoredFinding } from "./hub.ts";
import { invalid } from "./invalid.ts";
import { wholeSeverity } from "./merge.ts";
import { hubOf } from "./subscribed.ts";

const identifiers = object(
  {
    FindingIdentifiers: listOf(
      object({ Id: text(), ProductArn: text() }, { required: ["Id", "ProductArn"] }),
      {
        min: 1,
        max: 100,
      },
    ),
  },
  { required: ["FindingIdentifiers"] },
);

export const batchUpdateFindings: JsonOperation = (input, context) => {
  const hub = hubOf(context);
  const wrong = [...identifiers(input, "data"), ...customerUpdate(input, "data")];
  if (wrong.length > 0) throw invalid(wrong.join(", "));
  forgetOld(hub, context.now);
  const done = new Set<string>();
  const processed: JsonObject[] = [];
  const unprocessed: JsonObject[] = [];
  for (const identifier of input["FindingIdentifiers"] as readonly JsonObject[]) {
    const key = findingKey(identifier);
    const stored = hub.findings.get(key);
    if (stored === undefined || done.has(key)) {
      unprocessed.push({ FindingIdentifier: identifier, ...(done.has(key) ? TWICE : NOT_FOUND) });
      continue;
    }
    putFinding(hub, annotate(stored, input, context.now), context);
    done.add(key);
    processed.push(identifier);
  }
  return { ProcessedFindings: processed, UnprocessedFindings: unprocessed };
};

const NOT_FOUND = { ErrorCode: "FindingNotFound", ErrorMessage: "The finding was not found." };
const TWICE = {
  ErrorCode: "DuplicatedFindingIdentifier",
  ErrorMessage: "The finding identifier is duplicated in the request.",
};

/** What the customer set, over what was there; UpdatedAt stays (API reference). */
const annotate = (stored: StoredFinding, input: JsonObject, now: number): StoredFinding => {
  const fields = PROVIDER_FIELDS.filter((name) => isGiven(input[name]));
  const plain = ["UserDefinedFields", "VerificationState", ...fields].flatMap((name) =>
    isGiven(input[name]) ? [[name, input[name]] as const] : [],
  );
  const { Note, Severity, Workflow } = input as { Note?: Json; Severity?: Json; Workflow?: Json };
  return {
    ...stored,
    at: now,
    customerFields: new Set([...stored.customerFields, ...fields]),
    finding: {
      ...stored.finding,
      ...Object.fromEntries(plain),
      ...(isObject(Severity) && {
        Severity: { ...(stored.finding["Severity"] as JsonObject), ...wholeSeverity(Severity) },
      }),
      ...(isObject(Note) && { Note: { ...Note, UpdatedAt: new Date(now).toISOString() } }),
      ...(isObject(Workflow) && { Workflow, WorkflowState: Workflow["Status"] ?? "NEW" }),
    },
  };
};

const isGiven = (value: Json | undefined): value is Exclude<Json, null> =>
  value !== undefined && value !== null;
