import { isUnread, type Fact } from "../model/fact.ts";
import type { FindingResource } from "../model/finding.ts";
import type { ResourceMatch } from "../model/follow-up.ts";
import { matchesGlob } from "../text/glob.ts";

export type Tags = Fact<Readonly<Record<string, string>>>;

/** `tags-unread` where everything else fits, and the tags that decide were not read. */
export type Match = "no" | "yes" | "tags-unread";

/** Whether every member that is given fits the resource. */
export const matchOf = (
  { resource, account, region, tag }: ResourceMatch,
  about: Pick<FindingResource, "id" | "account" | "region">,
  tags: Tags,
): Match => {
  const isOther =
    (resource !== undefined && !matchesGlob(resource, about.id)) ||
    (account !== undefined && account !== about.account) ||
    (region !== undefined && region !== about.region);
  if (isOther) return "no";
  if (tag === undefined) return "yes";
  if (tags === undefined || isUnread(tags)) return "tags-unread";
  const value = Object.hasOwn(tags, tag.key) ? tags[tag.key] : undefined;
  return value !== undefined && (tag.value === undefined || tag.value === value) ? "yes" : "no";
};
