import type { JsonObject } from "../../protocol/rest-json.ts";

/** A finding's top-level fields that a provider may fill through FindingProviderFields. */
export const PROVIDER_FIELDS = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"] as const;
export type ProviderField = (typeof PROVIDER_FIELDS)[number];

export interface StoredFinding {
  /** As the service shows it, its own fields included. */
  readonly finding: JsonObject;
  /** Fields that BatchUpdateFindings has set: the provider's values no longer reach them. */
  readonly customerFields: ReadonlySet<ProviderField>;
  /** When it came to be so, in milliseconds since 1970. */
  readonly at: number;
  /** What readers see until it has settled. */
  readonly before: StoredFinding | null;
}

/** Security Hub in one account and region. */
export interface Hub {
  readonly subscribedAt: number;
  autoEnableControls: boolean;
  /** ARNs of partner products whose findings are accepted. */
  readonly products: Set<string>;
  /** Product ARN and Id, joined by a line feed → finding. */
  readonly findings: Map<string, StoredFinding>;
}

export const newHub = (subscribedAt: number): Hub => ({
  subscribedAt,
  autoEnableControls: true,
  products: new Set(),
  findings: new Map(),
});

export const findingKey = (productArn: string, id: string): string => `${productArn}\n${id}`;
