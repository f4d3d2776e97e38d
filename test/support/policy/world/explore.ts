import { evaluate } from "../../../../src/policy/evaluate/evaluate.ts";
import { valueOf, type Request } from "../../../../src/policy/evaluate/request.ts";
import type { Exposure, Question } from "../../../../src/policy/question.ts";
import type { Policy } from "../../../../src/policy/shapes.ts";
import { standing } from "./classes.ts";
import { names, OWNERS_ORG, type Names } from "./names.ts";
import { networks } from "./networks.ts";
import type { Part } from "./part.ts";
import { mentions } from "./values.ts";
import { scenes } from "./world.ts";

export type Class = Extract<Exposure, "exposed" | "cross-account" | "restricted" | "private">;

/** What the enumeration found: the widest class, and an allowed request that shows it. */
export interface Exploration {
  readonly exposure: Class;
  readonly request: Request | null;
  /** Requests evaluated. */
  readonly size: number;
  /** False where the world was too large and only its beginning was looked at. */
  readonly whole: boolean;
}

/** Wider than /8 and /32: more addresses than one block of that size holds. */
const WIDE = { 4: 1n << 24n, 6: 1n << 96n } as const;

/** Which places are allowed for one request: each unlimited way, and the narrow ways. */
const ways = (
  policies: readonly Policy[],
  request: Request,
  places: readonly Part[],
): readonly { readonly request: Request; readonly narrow: boolean }[] => {
  const allowed = places
    .map((place) => ({ place, request: { ...request, context: { ...request.context, ...place.context } } }))
    .filter((one) => evaluate(policies, one.request).decision === "allowed");
  const total = (version: 4 | 6): bigint =>
    allowed
      .filter(({ place }) => place.weight !== undefined && place.mark === `${version},`)
      .reduce((sum, { place }) => sum + (place.weight ?? 0n), 0n);
  const wide = { 4: total(4) > WIDE[4], 6: total(6) > WIDE[6] };
  return allowed.map(({ place, request }) => ({
    request,
    narrow: place.weight !== undefined && !wide[place.mark.startsWith("4") ? 4 : 6],
  }));
};

/** Whether so many public addresses do for this request that the one it has is no fixed place. */
export const isWide = (
  policies: readonly Policy[],
  request: Request,
  called: Names,
  question: Question,
): boolean => {
  const from = valueOf(request, "aws:SourceIp");
  if (from === null || !mentions(policies, "aws:SourceIp")) return true;
  const version = from.includes(":") ? "6" : "4";
  const places = networks(policies, called, question).filter((place) => place.mark === `${version},`);
  return ways(policies, request, places).some((way) => !way.narrow);
};

/** Classes by what was allowed; the same limits for anybody explain what a named account can do under them. */
const LIMIT = 6000;

/** Enumerates the bounded world of a set of policies and says how far they open the resource. */
export const explore = (policies: readonly Policy[], question: Question): Exploration => {
  const called: Names = names(policies);
  const fresh: { limits: readonly string[]; request: Request }[] = [];
  const named: { limits: readonly string[]; request: Request }[] = [];
  let size = 0;
  let whole = true;
  for (const { request, places } of scenes(policies, called, question, OWNERS_ORG)) {
    if (size > LIMIT) {
      whole = false;
      break;
    }
    size += places.length;
    for (const way of ways(policies, request, places)) {
      const { who, limits } = standing(way.request, called, question);
      const all = way.narrow ? [...limits, "ip"] : limits;
      if (who === "fresh" && all.length === 0)
        return { exposure: "exposed", request: way.request, size, whole };
      if (who !== "trusted") (who === "fresh" ? fresh : named).push({ limits: all, request: way.request });
    }
  }
  const byName = named.find(
    (one) => !fresh.some((other) => other.limits.every((limit) => one.limits.includes(limit))),
  );
  if (byName !== undefined) return { exposure: "cross-account", request: byName.request, size, whole };
  const limited = fresh[0] ?? named[0];
  return {
    exposure: limited === undefined ? "private" : "restricted",
    request: limited?.request ?? null,
    size,
    whole,
  };
};
