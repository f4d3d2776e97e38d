import {
  isObject,
  type Json,
  type JsonObject,
  type JsonOperation,
  textAt,
} from "../../protocol/rest-json.ts";
import type { Context } from "../../protocol/service.ts";
import { filterOf } from "./filters.ts";
import { findingKey, forgetOld, settled, type Hub } from "./hub.ts";
import { invalid } from "./invalid.ts";
import { hubOf } from "./subscribed.ts";

/** API reference: the most that a page may hold. */
const LARGEST_PAGE = 100;
/** Where MaxResults is absent. The reference names no number; a small one shows who forgets the next page. */
const DEFAULT_PAGE = 10;

export const getFindings: JsonOperation = (input, context) => {
  const filter = filterOf(input["Filters"], context.now);
  const size = pageSize(input["MaxResults"]);
  const found = visibleHubs(context)
    .flatMap((hub) => shown(hub, context))
    .filter(filter)
    .sort(orderOf(input["SortCriteria"]));
  const start = startOf(input["NextToken"], found);
  const page = found.slice(start, start + size);
  const last = page.at(-1);
  return {
    Findings: page,
    ...(last !== undefined &&
      start + size < found.length && { NextToken: Buffer.from(findingKey(last)).toString("base64url") }),
  };
};

/** The hub that was called, and where it is home region or administrator's, those that it gathers. */
const visibleHubs = (context: Context): readonly Hub[] => {
  const home = hubOf(context);
  const regions = [context.regionName, ...home.linkedRegions];
  return [context.account.id, ...home.members].flatMap((id) =>
    regions.flatMap((name) => context.world.accounts.get(id)?.regions.get(name)?.hub ?? []),
  );
};

const shown = (hub: Hub, { settlingMs, now }: Context): readonly JsonObject[] => {
  forgetOld(hub, now);
  return [...hub.findings.values()].flatMap((stored) => {
    const seen = settled(stored, settlingMs, now);
    return seen === null ? [] : [seen.finding];
  });
};

const pageSize = (value: Json | undefined): number => {
  if (value === undefined || value === null) return DEFAULT_PAGE;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= LARGEST_PAGE)
    return value;
  throw invalid(`MaxResults should be between 1 and ${LARGEST_PAGE}`);
};

type Order = (left: JsonObject, right: JsonObject) => number;

/** The criteria in their order, then product and Id, so that pages never overlap. */
const orderOf = (criteria: Json | undefined): Order => {
  const fields = (Array.isArray(criteria) ? (criteria as readonly Json[]) : []).filter(isObject);
  return (left, right) => {
    for (const criterion of fields) {
      const field = textAt(criterion, "Field");
      const order = compare(textAt(left, field), textAt(right, field));
      if (order !== 0) return criterion["SortOrder"] === "desc" ? -order : order;
    }
    return compare(findingKey(left), findingKey(right));
  };
};

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const startOf = (token: Json | undefined, found: readonly JsonObject[]): number => {
  if (token === undefined || token === null) return 0;
  const last = typeof token === "string" ? Buffer.from(token, "base64url").toString() : "";
  const index = found.findIndex((finding) => findingKey(finding) === last);
  if (index < 0) throw invalid("NextToken is not valid");
  return index + 1;
};
