import type { JsonOperation } from "../../protocol/rest-json.ts";
import { parsedJson, isObject, type Json, type JsonObject, textAt } from "../../protocol/json.ts";
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
  const { pages } = context.faults;
  const size = Math.min(pageSize(input["MaxResults"]), pages.size);
  const order = orderOf(input["SortCriteria"]);
  const last = lastOf(input["NextToken"], order);
  const rest = visibleHubs(context)
    .flatMap((hub) => shown(hub, context))
    .filter(filter)
    .map((finding) => ({ finding, rank: order.rank(finding) }))
    .filter(
      ({ rank }) =>
        last === null ||
        pages.start === "first" ||
        order.compare(rank, last) > (pages.start === "one-before" ? -1 : 0),
    )
    .sort((left, right) => order.compare(left.rank, right.rank));
  const page = rest.slice(0, size);
  const end = page.at(-1);
  return {
    Findings: page.map(({ finding }) => finding),
    ...(end !== undefined && rest.length > size && { NextToken: tokenOf(end.rank) }),
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

/** What a finding is sorted by: its values of the criteria, then product and Id, so that pages never overlap. */
type Rank = readonly string[];

interface Order {
  readonly rank: (finding: JsonObject) => Rank;
  readonly compare: (left: Rank, right: Rank) => number;
}

const orderOf = (criteria: Json | undefined): Order => {
  const fields = (Array.isArray(criteria) ? (criteria as readonly Json[]) : []).filter(isObject);
  const signs = [...fields.map((criterion) => (criterion["SortOrder"] === "desc" ? -1 : 1)), 1];
  return {
    rank: (finding) => [
      ...fields.map((criterion) => textAt(finding, textAt(criterion, "Field"))),
      findingKey(finding),
    ],
    compare: (left, right) => {
      const at = signs.findIndex((_, index) => left[index] !== right[index]);
      return at < 0 ? 0 : (signs[at] ?? 1) * ((left[at] ?? "") < (right[at] ?? "") ? -1 : 1);
    },
  };
};

/** A token says where the last page ended, so that it holds although findings come and go. */
const tokenOf = (rank: Rank): string => Buffer.from(JSON.stringify(rank)).toString("base64url");

const lastOf = (token: Json | undefined, { rank }: Order): Rank | null => {
  if (token === undefined || token === null) return null;
  const last = parsedJson(typeof token === "string" ? Buffer.from(token, "base64url").toString() : "");
  const isRank =
    Array.isArray(last) && last.length === rank({}).length && last.every((part) => typeof part === "string");
  if (!isRank) throw invalid("NextToken is not valid");
  return last;
};
