import { defineKind, POLICIES, readFacts, type Kind, type ResourceRecord } from "postern";
import { collectTopics } from "./collect-topics.ts";
import { SNS_TOPIC, type SnsTopic } from "./topic.ts";

const read = (record: ResourceRecord): SnsTopic | { readonly problem: string } => {
  const { id, scope, collectedAt = null } = record;
  const [, owner, name] = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:(\d{12}):([^:]+)$/.exec(id) ?? [];
  if (owner === undefined || name === undefined) return { problem: `${id} is not the ARN of an SNS topic` };
  const read = readFacts<{ policies: NonNullable<Extract<SnsTopic["policies"], readonly unknown[]>> }>(
    record,
    {
      policies: POLICIES,
    },
  );
  return "problem" in read ? read : { kind: SNS_TOPIC, id, name, owner, scope, collectedAt, ...read.facts };
};

/** The SNS topic as a kind: its fact, what reads it, and its records. */
export const SNS_TOPIC_KIND: Kind = defineKind<SnsTopic>({
  kind: SNS_TOPIC,
  service: "sns",
  title: "SNS topic",
  facts: { policies: ["sns:GetTopicAttributes"] },
  permissions: ["sns:ListTopics"],
  read,
  documents: ({ policies }) => (Array.isArray(policies) ? policies : []),
  // Tags are not read, so that an exception by tag is never applied to a topic.
  tags: () => undefined,
  collect: collectTopics,
});
