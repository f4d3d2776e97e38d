/** By what a policy is checked when it is put. */
export interface PolicyRules {
  /** The identity's own. */
  readonly arn: string;
  /** Applies what no source confirms too: rules marked "assumed". */
  readonly assumedRules: boolean;
}
