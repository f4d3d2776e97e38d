import type { Fact, PolicyDocument, Resource } from "postern";

export const SNS_TOPIC = "aws.sns.topic";

/** An Amazon SNS topic. */
export interface SnsTopic extends Resource {
  readonly kind: typeof SNS_TOPIC;
  /** The ARN that its policy calls it by; in code the account is a stand-in. */
  readonly arn: string;
  /** A topic has exactly one policy; it is called `Policy`, as the attribute. */
  readonly policies: Fact<readonly PolicyDocument[]>;
}
