import { applies, evaluate } from "../../src/policy/evaluate/evaluate.ts";
import { valueOf, type Request } from "../../src/policy/evaluate/request.ts";
import type { Exposure, Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { standing, type Standing } from "./classes.ts";
import { names, type Names } from "./names.ts";
import { networks } from "./networks.ts";
import { bits, without, type Part, type Run } from "./part.ts";
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

/** The broadest blocks that are a fixed place, /8 and /32, in addresses (S3 user guide, the meaning of "public"). */
const PLACE = { 4: 1n << 24n, 6: 1n << 96n } as const;
const ALL = { 4: 1n << 32n, 6: 1n << 128n } as const;

/** Whether the runs fill more than half of a block that is broader than a place. */
const holdsWide = (runs: readonly Run[], version: 4 | 6): boolean => {
  const fills = (block: Run): boolean => {
    const size = block.end - block.first;
    if (size <= PLACE[version]) return false;
    const inside = runs.reduce((sum, run) => sum + shared(run, block), 0n);
    const middle = block.first + size / 2n;
    return (
      inside * 2n > size ||
      (inside > PLACE[version] &&
        (fills({ first: block.first, end: middle }) || fills({ first: middle, end: block.end })))
    );
  };
  return fills({ first: 0n, end: ALL[version] });
};

const shared = (a: Run, b: Run): bigint => {
  const first = a.first > b.first ? a.first : b.first;
  const end = a.end < b.end ? a.end : b.end;
  return end > first ? end - first : 0n;
};

interface Way {
  readonly request: Request;
  readonly standing: Standing;
  /** From a public address of a narrow network only. */
  readonly narrow: boolean;
}

/** Policies, and what is left of them when the statements of some bits are out. */
interface Weighed {
  readonly allows: number;
  readonly left: (fails: number) => readonly Policy[];
}

const weigh = (policies: readonly Policy[]): Weighed => {
  const known = new Map<number, readonly Policy[]>();
  return {
    allows: bits(policies, (statement) => statement.effect === "Allow"),
    left: (fails) => {
      const left = known.get(fails) ?? without(policies, fails);
      known.set(fails, left);
      return left;
    },
  };
};

/** The places from which a request is allowed. Those add up whose senders are under the same limits. */
const ways = (
  { allows, left }: Weighed,
  request: Request,
  places: readonly Part[],
  stand: (request: Request) => Standing,
  fails = 0,
): readonly Way[] => {
  const allowed: { readonly place: Part; readonly request: Request; readonly standing: Standing }[] = [];
  for (const place of places) {
    const out = fails | (place.fails ?? 0);
    if ((allows & ~out) === 0) continue;
    const there = { ...request, context: { ...request.context, ...place.context } };
    if (evaluate(left(out), there).decision === "allowed")
      allowed.push({ place, request: there, standing: stand(there) });
  }
  const wide = (version: 4 | 6, limits: string): boolean =>
    holdsWide(
      allowed.flatMap(({ place, standing }) =>
        place.mark === `${version},` && standing.limits.join() === limits ? (place.addresses ?? []) : [],
      ),
      version,
    );
  return allowed.map(({ place, request: there, standing }) => ({
    request: there,
    standing,
    narrow:
      place.addresses !== undefined && !wide(place.mark.startsWith("4") ? 4 : 6, standing.limits.join()),
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
  const stand = (there: Request): Standing => standing(there, called, question, policies);
  const own = stand(request).limits.join();
  return ways(weigh(policies), request, places, stand).some(
    (way) => !way.narrow && way.standing.limits.join() === own,
  );
};

/** What was allowed: under which limits, and by which Allows. */
interface Found {
  readonly limits: readonly string[];
  readonly allows: number;
  readonly request: Request;
}

const allowing = (policies: readonly Policy[], request: Request): number =>
  bits(
    policies,
    (statement, policy) => statement.effect === "Allow" && applies(statement, policy.version, request),
  );

/**
 * Whether what a named account can do under its limits, anybody can do there by each of the same grants: not the name opens,
 * the place does.
 *
 * @param by the limits of a request where one Allow alone, by its bit, lets it in: another may be what speaks of its source
 */
const isExplained = (
  named: Found,
  fresh: readonly Found[],
  by: (found: Found, allow: number) => readonly string[],
): boolean => {
  const explained = (limits: readonly string[]): number =>
    fresh
      .filter((other) => other.limits.every((limit) => limits.includes(limit)))
      .reduce((mask, other) => mask | other.allows, 0);
  let left = named.allows & ~explained(named.limits);
  for (let allow = left & -left; allow !== 0; left &= ~allow, allow = left & -left)
    if ((explained(by(named, allow)) & allow) === 0) return false;
  return true;
};

/** Requests that one exploration looks at, at most. */
const LIMIT = 1500;

/** Enumerates the bounded world of a set of policies and says how far they open the resource. */
export const explore = (policies: readonly Policy[], question: Question): Exploration => {
  const called: Names = names(policies);
  const fresh: Found[] = [];
  const named: Found[] = [];
  const weighed = weigh(policies);
  const stand = (there: Request): Standing => standing(there, called, question, policies);
  let size = 0;
  let whole = true;
  for (const { request, places, fails } of scenes(policies, called, question)) {
    if (size > LIMIT) {
      whole = false;
      break;
    }
    size += places.length;
    for (const way of ways(weighed, request, places, stand, fails)) {
      const { who, limits } = way.standing;
      const all = way.narrow ? [...limits, "ip"] : limits;
      if (who === "fresh" && all.length === 0)
        return { exposure: "exposed", request: way.request, size, whole };
      const found = { limits: all, allows: allowing(policies, way.request), request: way.request };
      if (who !== "trusted") (who === "fresh" ? fresh : named).push(found);
    }
  }
  const by = ({ request, limits }: Found, allow: number): readonly string[] => [
    ...standing(request, called, question, weighed.left(weighed.allows & ~allow)).limits,
    ...limits.filter((limit) => limit === "ip"),
  ];
  const byName = named.find((one) => !isExplained(one, fresh, by));
  if (byName !== undefined) return { exposure: "cross-account", request: byName.request, size, whole };
  const limited = fresh[0] ?? named[0];
  return {
    exposure: limited === undefined ? "private" : "restricted",
    request: limited?.request ?? null,
    size,
    whole,
  };
};
