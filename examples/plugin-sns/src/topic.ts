import type { Fact, PolicyDocument, Resource } from "postern";

export const SNS_TOPIC = "aws.sns.topic";

/** An Amazon SNS topic. */
export interface SnsTopic extends Resource {
  readonly kind: typeof SNS_TOPIC;
  /** A topic has exactly one policy; it is called `Policy`, as the attribute. */
  readonly policies: Fact<readonly PolicyDocument[]>;
}
