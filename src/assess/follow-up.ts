import { isUnread } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import type { FollowUp, FollowUpPlan, ResourceMatch } from "../model/follow-up.ts";
import { isObject } from "../text/is-object.ts";
import { matchOf, type Tags } from "./match.ts";

/** The finding with who mends it by when: of one that fails or needs review, and whose risk nobody has accepted. */
export const followedUp = (finding: Finding, tags: KnownTags, plan: FollowUpPlan): Finding =>
  (finding.status === "FAILURE" || finding.status === "NEEDS_REVIEW") && finding.exception === null
    ? { ...finding, followUp: followUpOf(finding, tags, plan) }
    : finding;

/** What is known of a resource's tags: what AWS answered, and what the code that declares it says. */
interface KnownTags {
  readonly read: Tags;
  readonly inCode: unknown;
}

const followUpOf = (finding: Finding, { read, inCode }: KnownTags, plan: FollowUpPlan): FollowUp => {
  const isMeant =
    (tags: Tags) =>
    (one: ResourceMatch & { readonly rule?: string }): boolean =>
      (one.rule === undefined || one.rule === finding.ruleId) &&
      matchOf(one, finding.resource, tags) === "yes";
  const said = plan.responses.find(isMeant(read));
  const tags = read ?? textsOf(inCode);
  return {
    owner: ownerByTag(tags, plan.ownerTags) ?? plan.owners.find(isMeant(tags))?.owner ?? null,
    due: said?.due ?? dayAfter(finding.openSince ?? finding.firstSeenAt, plan.dueDays[finding.riskLevel]),
    response: said === undefined ? null : { response: said.response, by: said.by, on: said.on },
  };
};

/** Undefined for what is no object of texts: a snapshot can be written by hand. */
const textsOf = (value: unknown): Tags =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : undefined;

const ownerByTag = (tags: Tags, keys: readonly string[]): string | null => {
  if (tags === undefined || isUnread(tags)) return null;
  const key = keys.find((one) => Object.hasOwn(tags, one) && tags[one]?.trim() !== "");
  return key === undefined ? null : (tags[key] ?? null);
};

const DAY_MS = 86_400_000;

/** Day of the calendar in UTC, so many days after a time. */
const dayAfter = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * DAY_MS).toISOString().slice(0, 10);
