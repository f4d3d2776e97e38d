import type { CallerKind, KeyMeaning } from "../../keys.ts";

/**
 * The discrete half of a request: what kind of caller, in an organisation or in none, from where, passed on or not
 * (by an AWS service, by an MCP server of AWS, by both), with MFA or without. Each is a set of alternatives as bits, the
 * preferred one lowest.
 */
export interface Dimensions {
  readonly actions: number;
  readonly kinds: number;
  readonly orgs: number;
  readonly nets: number;
  readonly vias: number;
  readonly mfas: number;
}

export type Dimension = keyof Dimensions;

export const DIMENSIONS: readonly Dimension[] = ["actions", "kinds", "orgs", "nets", "vias", "mfas"];

export const KINDS: Readonly<Record<CallerKind, number>> = {
  user: 1,
  role: 2,
  session: 4,
  root: 8,
  federated: 16,
  service: 32,
};

/** Everyone but AWS services. */
export const PEOPLE = 31;

export const NO_ORGANIZATION = 1;
const IN_ORGANIZATION = 2;
export const PUBLIC_ADDRESS = 1;
const VPC_ENDPOINT = 2;
/** The bits of `vias`: direct, through an AWS service, through an MCP server of AWS, through both. */
export const DIRECT = 1;
const VIA_SERVICE = 2;
const VIA_MCP = 4;
const VIA_BOTH = 8;
const FORWARDED = VIA_SERVICE | VIA_BOTH;
const THROUGH_MCP = VIA_MCP | VIA_BOTH;
const MFA = 2;

/** Dimensions that decide whether a request carries a key, and the alternatives without and with it. */
export const FOLLOWED: Readonly<
  Record<
    "forwarding" | "MCP server" | "MFA",
    { readonly dimension: Dimension; readonly without: readonly number[]; readonly with: readonly number[] }
  >
> = {
  forwarding: { dimension: "vias", without: [DIRECT, VIA_MCP], with: [VIA_SERVICE, VIA_BOTH] },
  "MCP server": { dimension: "vias", without: [DIRECT, VIA_SERVICE], with: [VIA_MCP, VIA_BOTH] },
  MFA: { dimension: "mfas", without: [1], with: [MFA] },
};

/** Actions of one question: a set of them is one small integer. */
export const MOST_ACTIONS = 31;

/** Every alternative, with as many actions as a question may have. */
export const ANY_DIMENSIONS: Dimensions = {
  actions: 0x7fffffff,
  kinds: 63,
  orgs: 3,
  nets: 3,
  vias: 15,
  mfas: 3,
};

export const lowest = (bits: number): number => bits & -bits;

/** The combinations of alternatives on which a request may carry a key. */
export const carriers = (row: KeyMeaning): Dimensions => ({
  actions: ANY_DIMENSIONS.actions,
  kinds: row.callers?.reduce((bits, kind) => bits | KINDS[kind], 0) ?? ANY_DIMENSIONS.kinds,
  orgs: row.needs === "organisation" ? IN_ORGANIZATION : ANY_DIMENSIONS.orgs,
  nets:
    row.needs === "public address"
      ? PUBLIC_ADDRESS
      : row.needs === "VPC endpoint"
        ? VPC_ENDPOINT
        : ANY_DIMENSIONS.nets,
  vias:
    row.needs === "forwarded call"
      ? FORWARDED
      : row.needs === "MCP server"
        ? THROUGH_MCP
        : ANY_DIMENSIONS.vias,
  mfas: row.needs === "MFA" ? MFA : ANY_DIMENSIONS.mfas,
});
