import type { PolicyDocument } from "../model/resource.ts";
import { isObject } from "../text/is-object.ts";
import { resolves } from "./resolve.ts";

/**
 * What is wrong with a rule's answer, as a short sentence without a full stop; null where it is a verdict.
 *
 * Types promise all of this to our own rules; a plugin's answer may be anything. An evidence without a document points
 * into the resource.
 */
export const checkVerdict = (
  answer: unknown,
  documents: readonly PolicyDocument[],
  resource: unknown,
): string | null => {
  if (isThenable(answer)) return "a promise; a rule is synchronous";
  if (!isObject(answer)) return "not an object";
  const { status, message, evidence, data, witness, faults, yields } = answer;
  if (!STATUSES.has(status)) return `status is ${show(status)}, not SUCCESS, FAILURE or NEEDS_REVIEW`;
  if (typeof message !== "string" || message.trim() === "") return "message is not a sentence";
  if (!Array.isArray(evidence)) return "evidence is not a list";
  return (
    firstOf(evidence, (one, index) => checkEvidence(one, index, documents, resource)) ??
    (data === undefined ? null : checkTexts(data, "data")) ??
    (status === "FAILURE"
      ? checkFailure(evidence, faults, witness, documents, resource)
      : faults === undefined && witness === undefined && yields === undefined
        ? null
        : `faults, witness and yields belong to FAILURE, and status is ${show(status)}`) ??
    (yields === undefined || typeof yields === "boolean" ? null : `yields is ${show(yields)}, not a boolean`)
  );
};

const STATUSES: ReadonlySet<unknown> = new Set(["SUCCESS", "FAILURE", "NEEDS_REVIEW"]);

const ROLES: ReadonlySet<unknown> = new Set([
  "grants",
  "limits",
  "fails-to-limit",
  "denies",
  "fails-to-deny",
  "remark",
]);

const checkEvidence = (
  evidence: unknown,
  index: number,
  documents: readonly PolicyDocument[],
  resource: unknown,
): string | null => {
  const where = `evidence ${index}`;
  if (!isObject(evidence)) return `${where} is not an object`;
  const { document, documentIndex, at, role, code, says } = evidence;
  if (!ROLES.has(role)) return `${where}: role is ${show(role)}`;
  if (typeof says !== "string" || says.trim() === "") return `${where}: says is not a sentence`;
  if (code !== undefined && typeof code !== "string") return `${where}: code is not a name`;
  if (typeof at !== "string") return `${where}: at is not a JSON Pointer`;
  if (document === undefined) {
    return resolves(resource, at) ? null : `${where}: ${show(at)} does not resolve in the resource`;
  }
  const named = documents.filter(
    ({ name }, index) => name === document && (documentIndex ?? index) === index,
  );
  if (named.length === 0) return `${where}: the resource has no document ${show(document)}`;
  return named.some((one) => resolvesInText(one.document, at))
    ? null
    : `${where}: ${show(at)} does not resolve in document ${show(document)}`;
};

const checkFailure = (
  evidence: readonly unknown[],
  faults: unknown,
  witness: unknown,
  documents: readonly PolicyDocument[],
  resource: unknown,
): string | null => {
  if (evidence.length === 0) return "a FAILURE without evidence";
  if (!Array.isArray(faults) || faults.length === 0) return "a FAILURE without a fault";
  return (
    firstOf(faults, (fault, index) => checkFault(fault, index, documents, resource)) ??
    (witness === undefined ? null : checkWitness(witness))
  );
};

/** A fault is in a document, or in the fact of that name. */
const checkFault = (
  fault: unknown,
  index: number,
  documents: readonly PolicyDocument[],
  resource: unknown,
): string | null => {
  if (!isObject(fault)) return `fault ${index} is not an object`;
  const { document, documentIndex, canonical, at } = fault;
  if (typeof document !== "string" || typeof canonical !== "string") {
    return `fault ${index} is not {"document","canonical"}`;
  }
  const named = documents.filter(
    ({ name }, place) => name === document && (documentIndex ?? place) === place,
  );
  if (named.length === 0)
    return isObject(resource) && Object.hasOwn(resource, document)
      ? null
      : `fault ${index}: the resource has no document and no fact ${show(document)}`;
  return at === undefined || (typeof at === "string" && named.some((one) => resolvesInText(one.document, at)))
    ? null
    : `fault ${index}: ${show(at)} does not resolve in document ${show(document)}`;
};

const checkWitness = (witness: unknown): string | null => {
  if (!isObject(witness)) return "witness is not an object";
  for (const name of ["principal", "action", "resource"] as const) {
    if (typeof witness[name] !== "string") return `witness: ${name} is not a text`;
  }
  const { context } = witness;
  if (!isObject(context)) return "witness: context is not an object";
  return Object.values(context).every(
    (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  )
    ? null
    : "witness: context holds something else than texts and lists of texts";
};

const checkTexts = (value: unknown, name: string): string | null =>
  isObject(value) && Object.values(value).every(isText) ? null : `${name} is not an object of texts`;

const resolvesInText = (text: string, at: string): boolean => {
  if (at === "") return true;
  try {
    return resolves(JSON.parse(text), at);
  } catch {
    return false;
  }
};

const firstOf = (
  items: readonly unknown[],
  check: (item: unknown, index: number) => string | null,
): string | null => {
  for (const [index, item] of items.entries()) {
    const wrong = check(item, index);
    if (wrong !== null) return wrong;
  }
  return null;
};

const isText = (value: unknown): value is string => typeof value === "string";

const isThenable = (value: unknown): boolean => isObject(value) && typeof value["then"] === "function";

const show = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : typeof value);
