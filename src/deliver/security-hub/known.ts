import type { AwsSecurityFinding, WorkflowStatus } from "@aws-sdk/client-securityhub";

/** One finding of ours as Security Hub holds it. */
export interface Known {
  /** The provider's members alone: what was sent last. */
  readonly finding: AwsSecurityFinding;
  /** Null where it is not known: the ledger knows only what was set from here. */
  readonly workflow: WorkflowStatus | null;
}

/** The earlier state by `keyOf`, wherever it comes from. */
export type Previous = ReadonlyMap<string, Known>;

/** What makes a finding the same finding: its product and its Id. */
export const keyOf = ({ ProductArn, Id }: Pick<AwsSecurityFinding, "ProductArn" | "Id">): string =>
  `${ProductArn ?? ""}\n${Id ?? ""}`;
