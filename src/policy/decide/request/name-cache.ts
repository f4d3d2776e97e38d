/** What has been worked out of the policies so far; null where it has not been asked for. */
export interface NameCache {
  names: Names | null;
  named: readonly string[] | null;
  accounts: ReadonlySet<string> | null;
  members: Map<string, string | null> | null;
  compared: Map<string, readonly string[]> | null;
  services: readonly string[] | null;
}

export const emptyNameCache = (): NameCache => ({
  names: null,
  named: null,
  accounts: null,
  members: null,
  compared: null,
  services: null,
});

/** What is named anywhere in the policies or in trust: nobody's that is a stranger. */
export interface Names {
  readonly organizations: ReadonlySet<string>;
  /** Unique ids of principals: AIDA…, AROA… */
  readonly ids: ReadonlySet<string>;
  /** Of VPCs, VPC endpoints, source ARNs and services: whole values without wildcards. */
  readonly others: ReadonlySet<string>;
  /** Blocks as they are written, none of them wide. */
  readonly networks: readonly string[];
}
