import type { RiskLevel } from "./rule.ts";

/** Which findings something is said of: those that fit every member that is given. */
export interface ResourceMatch {
  /** Glob over the resource's id. */
  readonly resource?: string;
  readonly account?: string;
  readonly region?: string;
  readonly tag?: { readonly key: string; readonly value?: string };
}

/** What those who answer for a finding have said about it. */
interface ManagementResponse {
  readonly response: string;
  readonly by: string;
  /** YYYY-MM-DD. */
  readonly on: string;
}

/** Who mends an open finding, and by when. */
export interface FollowUp {
  /** Null where neither a tag nor the configuration names one. */
  readonly owner: string | null;
  /** The last day, YYYY-MM-DD in UTC. */
  readonly due: string;
  readonly response: ManagementResponse | null;
}

/** What the configuration says of owners, due dates and responses. */
export interface FollowUpPlan {
  /** Days from the first sight of a finding to its due date. */
  readonly dueDays: Readonly<Record<RiskLevel, number>>;
  /** Keys of tags whose value names the owner; the first that a resource has. */
  readonly ownerTags: readonly string[];
  /** The first that matches; after the tags. */
  readonly owners: readonly (ResourceMatch & { readonly rule?: string; readonly owner: string })[];
  /** The first that matches. `due` replaces the day that follows from the risk. */
  readonly responses: readonly (ResourceMatch &
    ManagementResponse & { readonly rule?: string; readonly due?: string })[];
}

/** Where the configuration says nothing. */
export const DEFAULT_FOLLOW_UP: FollowUpPlan = {
  dueDays: { EXTREME: 2, VERY_HIGH: 7, HIGH: 30, MEDIUM: 90, LOW: 180 },
  ownerTags: ["owner", "Owner"],
  owners: [],
  responses: [],
};
