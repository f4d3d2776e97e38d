import { isUnread } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import type { FollowUp, FollowUpPlan, ResourceMatch } from "../model/follow-up.ts";
import { matchOf, type Tags } from "./match.ts";

/** The finding with who mends it by when: of one that fails or needs review, and whose risk nobody has accepted. */
export const followedUp = (finding: Finding, tags: Tags, plan: FollowUpPlan): Finding =>
  (finding.status === "FAILURE" || finding.status === "NEEDS_REVIEW") && finding.exception === null
    ? { ...finding, followUp: followUpOf(finding, tags, plan) }
    : finding;

const followUpOf = (finding: Finding, tags: Tags, plan: FollowUpPlan): FollowUp => {
  const isMeant = (one: ResourceMatch & { readonly rule?: string }): boolean =>
    (one.rule === undefined || one.rule === finding.ruleId) && matchOf(one, finding.resource, tags) === "yes";
  const said = plan.responses.find(isMeant);
  return {
    owner: ownerByTag(tags, plan.ownerTags) ?? plan.owners.find(isMeant)?.owner ?? null,
    due: said?.due ?? dayAfter(finding.openSince ?? finding.firstSeenAt, plan.dueDays[finding.riskLevel]),
    response: said === undefined ? null : { response: said.response, by: said.by, on: said.on },
  };
};

const ownerByTag = (tags: Tags, keys: readonly string[]): string | null => {
  if (tags === undefined || isUnread(tags)) return null;
  const key = keys.find((one) => Object.hasOwn(tags, one) && tags[one]?.trim() !== "");
  return key === undefined ? null : (tags[key] ?? null);
};

const DAY_MS = 86_400_000;

/** Day of the calendar in UTC, so many days after a time. */
const dayAfter = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * DAY_MS).toISOString().slice(0, 10);
