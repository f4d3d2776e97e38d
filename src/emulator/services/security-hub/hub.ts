import { type JsonObject, textAt } from "../../protocol/rest-json.ts";

/** A finding's top-level fields that a provider fills through FindingProviderFields. */
export const PROVIDER_FIELDS = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"] as const;
export type ProviderField = (typeof PROVIDER_FIELDS)[number];

export interface StoredFinding {
  /** As the service shows it, its own fields included. */
  readonly finding: JsonObject;
  /** Fields that BatchUpdateFindings has set: the provider's values no longer reach them. */
  readonly customerFields: ReadonlySet<ProviderField>;
  /** When the provider last sent it, in milliseconds since 1970; its retention counts from here. */
  readonly importedAt: number;
  /** When it came to be so, by provider or customer. */
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
  /** Where this is the home region: regions whose findings GetFindings shows too. */
  readonly linkedRegions: Set<string>;
  /** Where this is the administrator's: accounts whose findings GetFindings shows too. */
  readonly members: Set<string>;
  /** By `findingKey`. */
  readonly findings: Map<string, StoredFinding>;
}

export const newHub = (subscribedAt: number): Hub => ({
  subscribedAt,
  autoEnableControls: true,
  products: new Set(),
  linkedRegions: new Set(),
  members: new Set(),
  findings: new Map(),
});

/** Product ARN and Id, which together name one finding. */
export const findingKey = (finding: JsonObject): string =>
  `${textAt(finding, "ProductArn")}\n${textAt(finding, "Id")}`;

const DAY = 86_400_000;

/** User guide: active findings are deleted 90 days after their last update, archived ones after 30. */
export const forgetOld = (hub: Hub, now: number): void => {
  for (const [key, { finding, importedAt }] of hub.findings) {
    const days = finding["RecordState"] === "ARCHIVED" ? 30 : 90;
    if (importedAt + days * DAY < now) hub.findings.delete(key);
  }
};

/** The finding as readers see it `settlingMs` after a change; null where it does not show yet. */
export const settled = (
  stored: StoredFinding | null | undefined,
  settlingMs: number,
  now: number,
): StoredFinding | null => {
  let shown = stored ?? null;
  while (shown !== null && shown.at + settlingMs > now) shown = shown.before;
  return shown;
};
