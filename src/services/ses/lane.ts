import type { SesIdentity } from "./identity.ts";

/**
 * The ways to read an identity's policies. Each alone reads them; each has a quota of its own.
 *
 * `v1` ListIdentityPolicies, and GetIdentityPolicies where there are any · `v2` GetEmailIdentity, which carries verification,
 * DKIM and tags too · `v2-policies` GetEmailIdentityPolicies.
 */
export const SES_LANES = ["v1", "v2", "v2-policies"] as const;
export type LaneName = (typeof SES_LANES)[number];

/** What one lane was told of one identity. */
export interface Reading {
  readonly policies: Exclude<SesIdentity["policies"], undefined>;
  /** It may have been deleted since it was listed: an answer said so, or left out what an earlier one had named. */
  readonly mayBeGone: boolean;
  /** Absent where the lane does not carry it. */
  readonly verification?: string;
  readonly dkim?: { readonly enabled: boolean; readonly status: string };
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Lane {
  readonly name: LaneName;
  /** Resolves once a call could go out at once. */
  ready(): Promise<void>;
  read(identity: string): Promise<Reading>;
}
