/** Where a condition key's value comes from, and so who can choose it. */
export type KeyClass =
  "caller" | "chosen" | "caller-kind" | "service-set" | "network" | "time" | "fixed" | "content" | "absent";

export type KeyType = "string" | "arn" | "number" | "date" | "boolean" | "ip" | "binary";

/** What one condition key means for a request that comes from outside. */
export interface KeyMeaning {
  /** In the documentation's own spelling; a name ending in `/` stands for a family (`aws:PrincipalTag/`). */
  readonly name: string;
  readonly class: KeyClass;
  readonly type: KeyType;
  readonly multivalued: boolean;
  /** One sentence for people: who sets it and when it is there. */
  readonly says: string;
  /** The page that says so. */
  readonly source: string;
}

/** THE table of global condition keys. */
export const GLOBAL_KEYS: readonly KeyMeaning[] = [];
