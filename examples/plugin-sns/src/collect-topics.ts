import type * as Sdk from "@aws-sdk/client-sns";
import {
  isUnread,
  unexpectedAnswer,
  type AwsAccess,
  type AwsScope,
  type Refusal,
  type ResourceRecord,
  type SnapshotRecord,
  type Unread,
} from "postern";
import { SNS_TOPIC } from "./topic.ts";

interface Asking {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.SNSClient;
  readonly aws: AwsAccess;
}

/** Reads every topic of one account and region, and its policy. The client is loaded only when somebody scans. */
export async function* collectTopics(scope: AwsScope, aws: AwsAccess): AsyncIterable<SnapshotRecord> {
  const sdk = await import("@aws-sdk/client-sns");
  const client = new sdk.SNSClient(aws.clientConfig());
  try {
    yield* collected(scope, { sdk, client, aws });
  } finally {
    client.destroy();
  }
}

async function* collected(scope: AwsScope, asking: Asking): AsyncIterable<SnapshotRecord> {
  const { topics, broke } = await list(asking);
  let unread = 0;
  for (const id of topics) {
    const policies = await readPolicies(asking, id);
    if (isUnread(policies)) unread += 1;
    yield {
      kind: SNS_TOPIC,
      scope: scope.id,
      id,
      collectedAt: asking.aws.now(),
      policies,
    } satisfies ResourceRecord;
  }
  yield {
    kind: "scope",
    id: scope.id,
    status:
      broke !== null && topics.length === 0
        ? "unread"
        : broke !== null || unread > 0
          ? "partial"
          : "complete",
    listed: topics.length,
    ...(broke !== null && { unread: broke }),
  };
}

/** Every page, or those before the one that was refused. An answer without a list is no empty list. */
const list = async ({
  sdk,
  client,
  aws,
}: Asking): Promise<{ readonly topics: readonly string[]; readonly broke: Refusal | null }> => {
  const topics = new Set<string>();
  let next: string | undefined;
  do {
    const command = new sdk.ListTopicsCommand(next === undefined ? {} : { NextToken: next });
    const answer = await aws.call("ListTopics", () => client.send(command, { abortSignal: aws.signal }));
    if (isUnread(answer)) return { topics: [...topics].sort(), broke: answer.unread };
    const { Topics: page, NextToken } = answer.value;
    if (page === undefined)
      return { topics: [...topics].sort(), broke: unexpectedAnswer("ListTopics", "Topics").unread };
    for (const { TopicArn } of page) if (TopicArn !== undefined) topics.add(TopicArn);
    next = NextToken;
  } while (next !== undefined);
  return { topics: [...topics].sort(), broke: null };
};

/** Every topic has a policy, so an answer without one is unread. */
const readPolicies = async (
  { sdk, client, aws }: Asking,
  id: string,
): Promise<readonly { readonly name: string; readonly document: string }[] | Unread> => {
  const command = new sdk.GetTopicAttributesCommand({ TopicArn: id });
  const answer = await aws.call("GetTopicAttributes", () =>
    client.send(command, { abortSignal: aws.signal }),
  );
  if (isUnread(answer)) return answer;
  const document = answer.value.Attributes?.["Policy"];
  return document === undefined
    ? unexpectedAnswer("GetTopicAttributes", "Policy")
    : [{ name: "Policy", document }];
};
