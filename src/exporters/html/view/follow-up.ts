import type { Finding } from "../../../model/finding.ts";
import { isOverdue } from "../collect.ts";

/** Who mends a finding, by when, and what they said. */
export interface FollowUpView {
  readonly owner: string | null;
  readonly due: string;
  readonly isOverdue: boolean;
  readonly response: string | null;
  readonly by: string | null;
}

/** Null on what is not open, and in results of older versions. */
export const followUpView = (finding: Finding, now: string): FollowUpView | null => {
  const { followUp } = finding;
  if (followUp === undefined) return null;
  const { owner, due, response } = followUp;
  return {
    owner,
    due,
    isOverdue: isOverdue(finding, now),
    response: response?.response ?? null,
    by: response === null ? null : `${response.by}, ${response.on}`,
  };
};
