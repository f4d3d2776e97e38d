import { type JsonObject, textAt } from "../../protocol/json.ts";

/** A finding's top-level fields that a provider fills through FindingProviderFields. */
export const PROVIDER_FIELDS = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"] as const;
type ProviderField = (typeof PROVIDER_FIELDS)[number];

export interface StoredFinding {
  /** As the service shows it, its own fields included. */
  readonly finding: JsonObject;
  /** Fields that BatchUpdateFindings has set: the provider's values no longer reach them. */
  readonly customerFields: ReadonlySet<ProviderField>;
  /** When the provider last sent it, in milliseconds since 1970; its retention counts from here. */
  readonly importedAt: number;
  /** When it came to be so, by provider or customer. */
  readonly at: number;
}

/** A version of a finding, and what readers see until it has settled. */
export interface Version extends StoredFinding {
  readonly before: Version | null;
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
  readonly findings: Map<string, Version>;
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
export const settled = (stored: Version, settlingMs: number, now: number): StoredFinding | null => {
  let shown: Version | null = stored;
  while (shown !== null && shown.at + settlingMs > now) shown = shown.before;
  return shown;
};

/** Puts a new version in place of what is there, and keeps the old ones that readers may still have to see. */
export const putFinding = (
  hub: Hub,
  next: StoredFinding,
  { settlingMs, now }: { readonly settlingMs: number; readonly now: number },
): void => {
  const key = findingKey(next.finding);
  const before = unsettled(hub.findings.get(key) ?? null, settlingMs, now);
  hub.findings.set(key, { ...next, before });
};

/** The versions back to the last one that every reader sees. */
const unsettled = (stored: Version | null, settlingMs: number, now: number): Version | null =>
  stored && {
    ...stored,
    before: stored.at + settlingMs <= now ? null : unsettled(stored.before, settlingMs, now),
  };
