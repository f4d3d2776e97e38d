import type { Skipped } from "../written/outcome.ts";

/** What to do where the user named a file that holds nothing to judge. */
export const ADVICE =
  "Give a policy, the output of `aws ses get-identity-policies`, a snapshot, Terraform, CloudFormation, or code that writes a policy.";

export const skipped = (reason: string, todo: string = ADVICE): Skipped => ({
  status: "skipped",
  reason,
  todo,
});
