import type { Place } from "../model/resource.ts";
import type { ResourceRecord, ScopeRecord } from "../model/snapshot.ts";
import { printJson } from "../text/json-print.ts";
import { by } from "../text/order.ts";
import { isPolicies, shownResource, sortedPolicies, type InventoryPolicy } from "./inventory-value.ts";

/** One scope as a file to keep under version control. */
export interface Inventory {
  /** `aws/<account>/<region>/<service>.json` below the inventory's folder. */
  readonly name: string;
  readonly text: string;
  /** The resources as they were given, their policies with the place of each element in this file. */
  readonly resources: readonly ResourceRecord[];
}

/** A pointer inside a document, and its place. */
type Places = Record<string, Place>;

/**
 * The inventory of one scope: what exists and its policies decoded, sorted, without times, so that the same account
 * gives the same bytes and a change of a policy is a change of its lines. `folder` is the path of the inventory from
 * the repository's root; `show` hides what must not be committed.
 */
export const inventoryOf = (
  { id, status }: Pick<ScopeRecord, "id" | "status">,
  resources: readonly ResourceRecord[],
  folder: string,
  show: (text: string) => string = (text) => text,
): Inventory => {
  const name = `${show(id)}.json`;
  const file = folder === "" ? name : `${folder}/${name}`;
  const sorted = [...resources].sort(by((resource) => resource.id));
  const places = new Map<string, Places>();
  const entries = new Map<ResourceRecord, Place>();
  const text = printJson(
    { resources: sorted.map(shownResource), scope: id, status },
    (at, place) => {
      const entry = sorted[Number(ENTRY.exec(at)?.[1])];
      if (entry !== undefined) entries.set(entry, { file, ...place });
      const [, document, inner = ""] = DOCUMENT.exec(at) ?? [];
      if (document === undefined) return;
      const own = places.get(document) ?? {};
      own[inner] = { file, ...place };
      places.set(document, own);
    },
    show,
  );
  const byPolicy = new Map<InventoryPolicy, Places>();
  for (const [resource, { policies }] of sorted.entries()) {
    if (!isPolicies(policies)) continue;
    for (const [index, policy] of sortedPolicies(policies).entries())
      byPolicy.set(policy, places.get(`/resources/${resource}/policies/${index}/document`) ?? {});
  }
  return {
    name,
    text,
    resources: resources.map((resource) => withPlaces(resource, entries.get(resource), byPolicy)),
  };
};

/** The pointer of a resource's name in the file, the line that tells it from its neighbours. */
const ENTRY = /^\/resources\/(\d+)\/id$/;

/** A document's pointer in the file, and the element's inside it. */
const DOCUMENT = /^(\/resources\/\d+\/policies\/\d+\/document)(\/.*)?$/s;

/** Where a policy has places of its own, from source code, they stay. */
const withPlaces = (
  resource: ResourceRecord,
  place: Place | undefined,
  places: ReadonlyMap<InventoryPolicy, Places>,
): ResourceRecord => {
  const { policies } = resource;
  return {
    ...(place === undefined ? {} : { place }),
    ...resource,
    ...(isPolicies(policies)
      ? { policies: policies.map((policy) => ({ places: places.get(policy) ?? {}, ...policy })) }
      : {}),
  };
};
