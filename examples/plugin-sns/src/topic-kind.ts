import {
  ACCOUNT_OF_THE_CODE,
  defineKind,
  POLICIES,
  readFacts,
  type Kind,
  type ResourceRecord,
} from "postern";
import { collectTopics } from "./collect-topics.ts";
import { SNS_TOPIC, type SnsTopic } from "./topic.ts";
import { TOPIC_IN_CODE } from "./topic-in-code.ts";

const read = (record: ResourceRecord): SnsTopic | { readonly problem: string } => {
  const { id, scope, collectedAt = null } = record;
  // A topic in code is told apart by its place, and says its ARN beside.
  const arn = typeof record["arn"] === "string" ? record["arn"] : id;
  const [, account, name] = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:(\d{12}):([^:]+)$/.exec(arn) ?? [];
  if (account === undefined || name === undefined)
    return { problem: `${arn} is not the ARN of an SNS topic` };
  const owner = scope.startsWith("files/") && account === ACCOUNT_OF_THE_CODE ? null : account;
  const read = readFacts<{ policies: NonNullable<Extract<SnsTopic["policies"], readonly unknown[]>> }>(
    record,
    {
      policies: POLICIES,
    },
  );
  return "problem" in read
    ? read
    : { kind: SNS_TOPIC, id, arn, name, owner, scope, collectedAt, ...read.facts };
};

/** The SNS topic as a kind: its fact, what reads it, and its records. */
export const SNS_TOPIC_KIND: Kind = defineKind<SnsTopic>({
  kind: SNS_TOPIC,
  service: "sns",
  title: "SNS topic",
  facts: { policies: ["sns:GetTopicAttributes"] },
  inCode: ["policies"],
  code: TOPIC_IN_CODE,
  permissions: ["sns:ListTopics"],
  read,
  documents: ({ policies }) => (Array.isArray(policies) ? policies : []),
  // Tags are not read, so that an exception by tag is never applied to a topic.
  tags: () => undefined,
  collect: collectTopics,
});
