import type { Pointer } from "../../model/fact.ts";
import type { Json } from "../../text/json.ts";
import { below } from "../../text/pointer.ts";
import type { PatternElement, Statement } from "../shapes.ts";
import { readConditions } from "./conditions.ts";
import { readPrincipal } from "./principal.ts";
import { isObject, readValues, text, type Holes } from "./values.ts";
import { isWrong, type Wrong } from "./wrong.ts";

type Members = { readonly [member: string]: Json };

const ELEMENTS: ReadonlySet<string> = new Set([
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

const NOTHING = { not: false, at: "", values: [] } as const;

/** One statement of a resource-based policy (IAM user guide, "Grammar of the IAM JSON policy language"). */
export const readStatement = (value: Json, at: Pointer, holes: Holes): Statement | Wrong => {
  const unknown = value === null ? holes.get(at) : undefined;
  if (unknown !== undefined)
    return {
      at,
      sid: null,
      effect: "Deny",
      principal: { not: false, at, entries: [] },
      action: NOTHING,
      resource: NOTHING,
      conditions: [],
      hole: unknown,
    };
  if (!isObject(value)) return { at, wrong: "a statement is an object" };
  const odd = Object.keys(value).find((name) => !ELEMENTS.has(name));
  if (odd !== undefined)
    return { at: below(at, odd), wrong: `${JSON.stringify(odd)} is no element of a statement` };
  if (value["Sid"] !== undefined && typeof value["Sid"] !== "string")
    return { at: below(at, "Sid"), wrong: "Sid is a string" };
  return readElements(value, at, holes);
};

const readElements = (value: Members, at: Pointer, holes: Holes): Statement | Wrong => {
  const effect = value["Effect"];
  const hole = effect === null ? holes.get(`${at}/Effect`) : undefined;
  if (effect !== "Allow" && effect !== "Deny" && hole === undefined)
    return effect === undefined
      ? { at, wrong: "the statement has no Effect" }
      : { at: `${at}/Effect`, wrong: 'Effect is "Allow" or "Deny"' };
  const who = one(value, "Principal", at);
  if (isWrong(who)) return who;
  const principal = readPrincipal(value[who.name], who.not, `${at}/${who.name}`, holes);
  if (isWrong(principal)) return principal;
  const action = readPatterns(value, "Action", at, holes, refusedAction);
  if (isWrong(action)) return action;
  const resource = readPatterns(value, "Resource", at, holes, refusedResource);
  if (isWrong(resource)) return resource;
  const conditions = readConditions(value["Condition"], `${at}/Condition`, holes);
  if (isWrong(conditions)) return conditions;
  const sid = typeof value["Sid"] === "string" ? value["Sid"] : null;
  const parsed = {
    at,
    sid,
    effect: effect === "Allow" ? effect : "Deny",
    principal,
    action,
    resource,
    conditions,
  } as const;
  return hole === undefined ? parsed : { ...parsed, hole };
};

/** The one of an element and its Not form that the statement has. */
const one = (
  value: Members,
  name: "Principal" | "Action" | "Resource",
  at: Pointer,
): { readonly name: string; readonly not: boolean } | Wrong => {
  const plain = value[name] !== undefined;
  const not = value[`Not${name}`] !== undefined;
  if (plain && not) return { at: `${at}/Not${name}`, wrong: `${name} and Not${name} exclude each other` };
  if (!plain && !not) return { at, wrong: `the statement has no ${name}` };
  return { name: plain ? name : `Not${name}`, not };
};

const readPatterns = (
  value: Members,
  element: "Action" | "Resource",
  at: Pointer,
  holes: Holes,
  refused: (pattern: string) => string | null,
): PatternElement | Wrong => {
  const found = one(value, element, at);
  if (isWrong(found)) return found;
  const where: Pointer = `${at}/${found.name}`;
  const values = readValues(value[found.name], where, holes, text, "a string, or a list of strings,");
  if (isWrong(values)) return values;
  for (const pattern of values) {
    const wrong = pattern.hole === undefined ? refused(pattern.text) : null;
    if (wrong !== null) return { at: pattern.at, wrong };
  }
  return { not: found.not, at: where, values };
};

const refusedAction = (action: string): string | null =>
  action === "*" || action.includes(":")
    ? null
    : `${JSON.stringify(action)} has no prefix of a service, such as "ses:"`;

/** A pattern may begin with a variable. */
const refusedResource = (resource: string): string | null =>
  resource.startsWith("arn:") || resource === "*" || resource.startsWith("${")
    ? null
    : `${JSON.stringify(resource)} is neither an ARN nor "*"`;
