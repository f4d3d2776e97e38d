import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";

/** What is sent, and why. `keep`: it was not evaluated and says so beside its last status. */
export const SENT = ["create", "update", "reopen", "close", "archive", "keep", "heartbeat"] as const;
/**
 * What is done to the workflow. `suppress`, `unsuppress`: of accepted risks, where the customer asked for it. `announce`: a
 * suppressed finding has a fault that its suppression never saw.
 */
const WORKFLOW = ["suppress", "unsuppress", "announce"] as const;
/** What is not sent. `stale`: a later run has been there already. `pass`: it passes and Security Hub has never heard of it. */
const LEFT = ["unchanged", "stale", "pass"] as const;

export type SentAction = (typeof SENT)[number];
export type WorkflowAction = (typeof WORKFLOW)[number];
export type Action = SentAction | WorkflowAction | (typeof LEFT)[number];

/** What becomes of one finding; `finding` is whole, as it is sent or as it stands. */
export interface Step {
  readonly action: Action;
  readonly finding: AwsSecurityFinding;
}

export const isSent = (step: Step): step is Step & { readonly action: SentAction } =>
  SENT.some((action) => action === step.action);

export const isWorkflow = (step: Step): step is Step & { readonly action: WorkflowAction } =>
  WORKFLOW.some((action) => action === step.action);

export type Counts = Readonly<Record<Action, number>>;

export const countsOf = (steps: readonly Pick<Step, "action">[]): Counts => {
  const counts = Object.fromEntries([...SENT, ...WORKFLOW, ...LEFT].map((action) => [action, 0]));
  for (const { action } of steps) counts[action] = (counts[action] ?? 0) + 1;
  return counts as Counts;
};
