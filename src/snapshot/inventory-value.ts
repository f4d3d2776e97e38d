import type { ResourceRecord } from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";
import { parseJson, type Json } from "../text/json.ts";
import { by } from "../text/order.ts";

/** Deeper values are not printed member by member: indentation would grow with the square of the depth. */
const DEPTH = 64;

export interface InventoryPolicy {
  readonly name: string;
  readonly document: string;
}

export const isPolicies = (value: unknown): value is readonly InventoryPolicy[] =>
  Array.isArray(value) &&
  value.every(
    (one) => isObject(one) && typeof one["name"] === "string" && typeof one["document"] === "string",
  );

export const sortedPolicies = (policies: readonly InventoryPolicy[]): readonly InventoryPolicy[] =>
  [...policies].sort(by(({ name }) => name));

/** Times differ from run to run, and the scope is the file's own. */
const LEFT_OUT: ReadonlySet<string> = new Set(["scope", "collectedAt"]);

/** A resource as the inventory shows it. */
export const shownResource = (resource: ResourceRecord): Json =>
  Object.fromEntries(
    Object.entries(resource)
      .filter(([member]) => !LEFT_OUT.has(member))
      .map(([member, value]) => [
        member,
        member === "policies" && isPolicies(value) ? sortedPolicies(value).map(shownPolicy) : plain(value, 0),
      ]),
  );

/** What is not JSON, has a member twice or is too deep stays the string that it was. */
const shownPolicy = ({ name, document }: InventoryPolicy): Json => {
  const parsed = parseJson(document, { length: Number.POSITIVE_INFINITY, depth: DEPTH });
  return { name, document: "value" in parsed ? parsed.value : document };
};

/** A refusal keeps what was refused and how; its message and number of attempts differ from run to run. */
const plain = (value: unknown, depth: number): Json => {
  if (depth > DEPTH) return `nested deeper than ${DEPTH} levels`;
  if (Array.isArray(value)) return value.map((one: unknown) => plain(one, depth + 1));
  if (!isObject(value)) return value as Json;
  const { unread } = value;
  if (isObject(unread)) {
    const { operation = null, code = null } = unread;
    return { unread: { operation: plain(operation, depth + 1), code: plain(code, depth + 1) } };
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, depth + 1)]));
};
