/**
 * Who is not a stranger besides the owner: `trust` of the configuration and `--trusted-…`. No wildcard, no network wider than
 * /8 (IPv6: /32).
 *
 * What a trusted organisation changes in SES-003: policy/decide/request/named-or-trusted.ts, of which callers it is asked: domain.ts beside it.
 */
export interface Trust {
  /** 12-digit account ids. */
  readonly accounts: readonly string[];
  /** Organisation ids, `o-…`. */
  readonly organizations: readonly string[];
  /** Principal ARNs. */
  readonly principals: readonly string[];
  /** CIDR blocks. */
  readonly networks: readonly string[];
}

/** The owner alone. */
export const OWNER_ONLY: Trust = { accounts: [], organizations: [], principals: [], networks: [] };
