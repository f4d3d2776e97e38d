import type { CodeKind } from "../written/code-kind.ts";
import type { Skipped } from "../written/outcome.ts";

/** What to do where the user named a file that holds nothing to judge. */
export const adviceFor = ({ words: { output } }: CodeKind): string =>
  `Give a policy, ${output === undefined ? "" : `${output}, `}a snapshot, Terraform, CloudFormation, or code that writes a policy.`;

export const skipped = (reason: string, todo?: string): Skipped => ({
  status: "skipped",
  reason,
  ...(todo === undefined ? {} : { todo }),
});
