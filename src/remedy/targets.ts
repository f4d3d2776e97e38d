import type { Targets } from "../model/remedy.ts";
import type { Resource } from "../model/resource.ts";
import type { Trust } from "../model/trust.ts";

/** The account that the user says source code is applied in, where the code does not say it. */
export const ownerOfCode = (resource: Pick<Resource, "owner">, owner: string | null): readonly string[] =>
  resource.owner === null && owner !== null ? [owner] : [];

/** Whoever is named as a target is no stranger, nor is the account of the code. */
export const withTargets = (trust: Trust, targets: Targets, owners: readonly string[] = []): Trust => ({
  ...trust,
  accounts: joined(trust.accounts, [...targets.accounts, ...owners]),
  principals: joined(trust.principals, targets.principals),
  organizations: joined(trust.organizations, targets.organizations),
});

const joined = (a: readonly string[], b: readonly string[]): readonly string[] =>
  [...new Set([...a, ...b])].sort();
