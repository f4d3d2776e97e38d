import { address } from "../../src/policy/evaluate/operators/ip.ts";
import { and, FALSE, or, TRUE, type Term } from "./term.ts";

/** Addresses of one kind in a row, from the first up to, not including, `end`. */
export interface Run {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly end: bigint;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** Ranges that no public address is in: RFC 1918, 1122, 3927, 6598, 4193, 4291. */
const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fe80::/10",
];

/** The addresses of a CIDR block, or the one of a bare address; null where the text is neither. */
export const block = (text: string): Run | null => {
  const [base = "", length] = text.split("/");
  const parsed = address(base);
  if (parsed === null) return null;
  const width = WIDTH[parsed.version];
  const free = BigInt(width) - BigInt(length ?? width);
  if (free < 0n) return null;
  const first = (parsed.bits >> free) << free;
  return { version: parsed.version, first, end: first + (1n << free) };
};

const blocks = (texts: readonly string[]): readonly Run[] => texts.map(block).filter((run) => run !== null);

export const isWithin = (run: Run, version: 4 | 6, bits: bigint): boolean =>
  run.version === version && run.first <= bits && bits < run.end;

/** Public addresses outside of the trusted networks, cut where a block of the policies begins or ends. */
export const pieces = (texts: readonly string[], trusted: readonly string[]): readonly Run[] => {
  const hidden = blocks([...PRIVATE, ...trusted]);
  return ([4, 6] as const).flatMap((version) => {
    const cuts = [...hidden, ...blocks(texts)].filter((run) => run.version === version);
    const ends = new Set([
      0n,
      1n << BigInt(WIDTH[version]),
      ...cuts.flatMap(({ first, end }) => [first, end]),
    ]);
    const sorted = [...ends].sort((a, b) => (a < b ? -1 : 1));
    return sorted
      .slice(0, -1)
      .map((first, index) => ({ version, first, end: sorted[index + 1] ?? first }))
      .filter(({ first }) => !hidden.some((run) => isWithin(run, version, first)));
  });
};

/** The broadest blocks that are a fixed place: /8, of IPv6 /32. */
const PLACE = { 4: 8, 6: 32 } as const;

/** Every broader block that holds a point: of /0, /1, … */
const broader = (version: 4 | 6, point: bigint): readonly Run[] =>
  Array.from({ length: PLACE[version] }, (_, length) => {
    const size = 1n << BigInt(WIDTH[version] - length);
    const first = point - (point % size);
    return { version, first, end: first + size };
  });

export interface Allowed {
  readonly run: Run;
  readonly allowed: Term;
}

/**
 * Whether the allowed addresses fill more than half of some block that is broader than a fixed place. A block that
 * begins or ends in no run is inside one; the first aligned point of a run finds such blocks.
 */
export const isWide = (places: readonly Allowed[]): Term =>
  or(
    ...([4, 6] as const).flatMap((version) => {
      const own = places.filter(({ run }) => run.version === version);
      const step = 1n << BigInt(WIDTH[version] - PLACE[version] + 1);
      const limit = 1n << BigInt(WIDTH[version]);
      const points = own
        .flatMap(({ run }) => [run.first, ((run.first + step - 1n) / step) * step, run.end - 1n])
        .filter((point) => point < limit);
      const candidates = new Map(
        points.flatMap((point) => broader(version, point)).map((run) => [`${run.first} ${run.end}`, run]),
      );
      return [...candidates.values()].map((run) => fills(own, run));
    }),
  );

const shared = (a: Run, b: Run): bigint => {
  const first = a.first > b.first ? a.first : b.first;
  const end = a.end < b.end ? a.end : b.end;
  return end > first ? end - first : 0n;
};

const fills = (places: readonly Allowed[], whole: Run): Term => {
  const weighed = places
    .map(({ run, allowed }) => ({ allowed, weight: shared(run, whole) }))
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) => (a.weight > b.weight ? -1 : 1));
  return exceeds(weighed, (whole.end - whole.first) / 2n);
};

/** Whether the weights of what is allowed sum up to more than so much. */
const exceeds = (
  [first, ...rest]: readonly { readonly allowed: Term; readonly weight: bigint }[],
  much: bigint,
): Term => {
  if (much < 0n) return TRUE;
  if (first === undefined || rest.reduce((sum, { weight }) => sum + weight, first.weight) <= much)
    return FALSE;
  const without = exceeds(rest, much);
  return or(and(first.allowed, exceeds(rest, much - first.weight)), without);
};

/** An address in a run, for people. */
export const addressIn = ({ version, first }: Run): string => show(version, first === 0n ? 1n : first);

export const show = (version: 4 | 6, bits: bigint): string =>
  version === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".")
    : Array.from({ length: 8 }, (_, index) =>
        ((bits >> BigInt(112 - 16 * index)) & 65535n).toString(16),
      ).join(":");
