import { address } from "../../src/policy/evaluate/operators/ip.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import type { Question } from "../../src/policy/question.ts";
import { instances } from "./globs.ts";
import type { Names } from "./names.ts";
import { distinct, type Part, type Run } from "./part.ts";
import { mentions, valuesFor } from "./values.ts";

export const VPC_KEYS: readonly string[] = ["aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"];

/** Ranges that no public address is in: RFC 1918, 1122, 3927, 6598, 4193, 4291. */
export const PRIVATE: readonly string[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fe80::/10",
];

interface Range extends Run {
  readonly version: 4 | 6;
}

const rangeOf = (block: string): Range | null => {
  const [base, length] = block.split("/");
  const parsed = address(base ?? "");
  if (parsed === null) return null;
  const width = parsed.version === 4 ? 32n : 128n;
  const free = width - BigInt(length ?? width);
  if (free < 0n) return null;
  const first = (parsed.bits >> free) << free;
  return { version: parsed.version, first, end: first + (1n << free) };
};

const ranges = (blocks: readonly string[]): readonly Range[] =>
  blocks.map(rangeOf).filter((range) => range !== null);

const text = (version: 4 | 6, bits: bigint): string =>
  version === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".")
    : Array.from({ length: 8 }, (_, index) =>
        ((bits >> BigInt(112 - 16 * index)) & 65535n).toString(16),
      ).join(":");

const within = (range: Range, version: 4 | 6, bits: bigint): boolean =>
  range.version === version && range.first <= bits && bits < range.end;

/** Cuts all addresses at the ends of the blocks; each piece is inside or outside each block as a whole. */
const pieces = (blocks: readonly string[], version: 4 | 6): readonly Run[] => {
  const cuts = [
    ...new Set([
      0n,
      1n << (version === 4 ? 32n : 128n),
      ...ranges(blocks)
        .filter((range) => range.version === version)
        .flatMap((range) => [range.first, range.end]),
    ]),
  ].sort((a, b) => (a < b ? -1 : 1));
  return cuts.slice(0, -1).map((first, index) => ({ first, end: cuts[index + 1] ?? first }));
};

const HIDDEN = ranges(PRIVATE);

/** Public addresses, a representative for each piece of the address space that the policies tell apart. */
const publicAddresses = (policies: readonly Policy[], question: Question): readonly Part[] => {
  const blocks = [...valuesFor(policies, "aws:SourceIp"), ...question.trust.networks];
  const trusted = ranges(question.trust.networks);
  return ([4, 6] as const).flatMap((version) =>
    pieces([...blocks, ...PRIVATE], version)
      .filter(({ first }) => !HIDDEN.some((range) => within(range, version, first)))
      .map(({ first, end }) => ({
        mark: `${version},${trusted.some((range) => within(range, version, first)) ? "trusted" : ""}`,
        context: { "aws:SourceIp": text(version, first + (first === 0n ? 1n : 0n)) },
        addresses: [{ first, end }],
      })),
  );
};

const endpoints = (policies: readonly Policy[], names: Names): readonly Part[] => {
  const ids = (kind: "vpc" | "vpce", key: string): readonly string[] => [
    `${kind}-0123456789abcdef0`,
    ...new Set(
      valuesFor(policies, key)
        .flatMap((one) => instances(one.toLowerCase(), ["", "0123456789abcdef", "0123456"], "7"))
        .map((one) => one.slice(0, kind.length + 18))
        .filter((one) => new RegExp(`^${kind}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(one)),
    ),
  ];
  const inner = [
    "10.200.0.1",
    "8.8.8.8",
    ...(["4", "6"] as const).flatMap((version) =>
      pieces(valuesFor(policies, "aws:VpcSourceIp"), version === "4" ? 4 : 6).map(({ first }) =>
        text(version === "4" ? 4 : 6, first + (first === 0n ? 1n : 0n)),
      ),
    ),
  ];
  return ids("vpc", "aws:SourceVpc").flatMap((vpc) =>
    ids("vpce", "aws:SourceVpce").flatMap((vpce) =>
      inner.map((ip) => ({
        mark: [vpc, vpce].filter((id) => names.networks.has(id)).join("+"),
        context: { "aws:SourceVpc": vpc, "aws:SourceVpce": vpce, "aws:VpcSourceIp": ip },
      })),
    ),
  );
};

/** Public addresses that a call may come from; one where the policies ask for none. */
export const addresses = (policies: readonly Policy[], question: Question): readonly Part[] =>
  mentions(policies, "aws:SourceIp", ...ENDPOINT_KEYS)
    ? distinct(publicAddresses(policies, question), ["aws:SourceIp", ...VPC_KEYS], policies)
    : publicAddresses([], { ...question, trust: { ...question.trust, networks: [] } }).slice(0, 1);

const ENDPOINT_KEYS = [
  ...VPC_KEYS,
  "aws:VpceOrgID",
  "aws:VpceOrgPaths",
  "aws:VpceAccount",
  "aws:SourceVpcArn",
];

/** Where a direct call may come from: public addresses, then endpoints. */
export const networks = (policies: readonly Policy[], names: Names, question: Question): readonly Part[] =>
  mentions(policies, "aws:SourceIp", ...ENDPOINT_KEYS)
    ? [
        ...addresses(policies, question),
        ...distinct(endpoints(policies, names), ["aws:SourceIp", ...VPC_KEYS], policies),
      ]
    : addresses(policies, question);
