import type { PolicyDocument } from "../model/resource.ts";
import { parseScope } from "../model/scope.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { isObject } from "../text/is-object.ts";
import { parseJson, type Json } from "../text/json.ts";
import { printJson } from "../text/json-print.ts";
import { groupBy } from "../text/order.ts";
import { isPolicies } from "./inventory-value.ts";

/** Stands in source code for the account that the code is applied in: such an ARN is the live one's, whatever it is. */
const ANY_ACCOUNT = "000000000000";

/** One policy as source code writes it. */
interface WrittenPolicy {
  readonly kind: string;
  readonly resource: string;
  readonly arn: string;
  readonly policy: PolicyDocument;
  readonly value: Json;
}

/**
 * Gives live policies the places of the source code that writes them, so that a finding points where it is mended.
 *
 * Only an exact match counts: the same resource, the policy's name and, but for the order of members, its text. Where
 * code says the same twice, or leaves anything open, nothing is moved: a wrong line is worse than none.
 */
export const writtenPlaces = (
  written: readonly ResourceRecord[],
): ((records: AsyncIterable<SnapshotRecord>) => AsyncIterable<SnapshotRecord>) => {
  const candidates = groupBy(written.flatMap(policiesOf), ({ kind, resource, policy }) =>
    JSON.stringify([kind, resource, policy.name]),
  );
  const placed = (record: ResourceRecord): ResourceRecord => {
    const { policies } = record;
    const name = nameOf(record.id);
    if (parseScope(record.scope)?.provider !== "aws" || !isPolicies(policies) || name === null) return record;
    return {
      ...record,
      policies: policies.map((policy) => {
        const named = candidates.get(JSON.stringify([record.kind, name, policy.name])) ?? [];
        const [match, ...others] = named.filter((one) => isSame(one, record.id, policy.document));
        return match === undefined || others.length > 0
          ? policy
          : { ...policy, places: match.policy.places ?? {} };
      }),
    };
  };
  return async function* (records) {
    for await (const record of records) yield isResourceRecord(record) ? placed(record) : record;
  };
};

/** The name of a live resource: what follows the type in its ARN. */
const nameOf = (arn: string): string | null => {
  const [prefix, , , , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  const slash = resource.indexOf("/");
  return prefix === "arn" && slash > 0 ? resource.slice(slash + 1) : null;
};

const policiesOf = ({ kind, arn, policies }: ResourceRecord): readonly WrittenPolicy[] => {
  if (typeof arn !== "string" || !isPolicies(policies)) return [];
  const resource = nameOf(arn);
  return resource === null
    ? []
    : (policies as readonly PolicyDocument[]).flatMap((policy) => {
        const parsed = parseJson(policy.document);
        const isWhole = (policy.unresolved ?? []).length === 0 && Object.keys(policy.places ?? {}).length > 0;
        return isWhole && "value" in parsed ? [{ kind, resource, arn, policy, value: parsed.value }] : [];
      });
};

const isSame = ({ arn, value }: WrittenPolicy, live: string, document: string): boolean => {
  const isOpen = arn.split(":")[4] === ANY_ACCOUNT;
  if (!isOpen && arn !== live) return false;
  const parsed = parseJson(document);
  return (
    "value" in parsed &&
    canonical(value, (text) => (isOpen && text === arn ? live : text)) ===
      canonical(parsed.value, (text) => text)
  );
};

const canonical = (value: Json, show: (text: string) => string): string =>
  printJson(withoutLists(value), undefined, show);

/** A list of one text says what the text alone says, and tools write either. Policies are no deeper than the parser lets pass. */
const withoutLists = (value: Json): Json => {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items.length === 1 && typeof items[0] === "string" ? items[0] : items.map(withoutLists);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutLists(member)]))
    : value;
};

/** The resources of a source's records. */
export const resourcesOf = async (
  records: AsyncIterable<SnapshotRecord>,
): Promise<readonly ResourceRecord[]> => {
  const resources: ResourceRecord[] = [];
  for await (const record of records) if (isResourceRecord(record)) resources.push(record);
  return resources;
};
