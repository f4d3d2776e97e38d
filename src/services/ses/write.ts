import { isUnread, type Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import type { PolicyWriter, Written } from "../fix.ts";
import { OMITTED, readPolicies, readVerification, type Asking } from "./calls.ts";

/** The code of an identity that is not there any more. */
const GONE = "Gone";

/** Opens clients that read and write identity policies. The writing one tries once: a lost answer has to be looked into. */
export const openWriter = async (aws: AwsAccess): Promise<PolicyWriter> => {
  const sdk = await import("@aws-sdk/client-ses");
  const reading = new sdk.SESClient(aws.clientConfig());
  const { retryStrategy: _retries, ...config } = aws.clientConfig();
  const writing = new sdk.SESClient({ ...config, maxAttempts: 1 });
  const asking: Asking = { sdk, client: reading, aws };
  return {
    read: (name) => readNow(asking, name),
    write: (name, policy, text) =>
      text === null
        ? sent(aws, "DeleteIdentityPolicy", () =>
            writing.send(new sdk.DeleteIdentityPolicyCommand({ Identity: name, PolicyName: policy })),
          )
        : sent(aws, "PutIdentityPolicy", () =>
            writing.send(
              new sdk.PutIdentityPolicyCommand({ Identity: name, PolicyName: policy, Policy: text }),
            ),
          ),
    close: () => {
      reading.destroy();
      writing.destroy();
    },
  };
};

/** An identity that is gone has no policies, and SES says so without an error; its verification tells. */
const readNow = async (asking: Asking, name: string): Promise<readonly PolicyDocument[] | Unread> => {
  const { policies } = await readPolicies(asking, name);
  if (isUnread(policies) || policies.length > 0) return policies;
  const verification = (await readVerification(asking, [name]))(name);
  return isUnread(verification)
    ? verification.unread.code === OMITTED
      ? gone(name)
      : verification
    : policies;
};

const gone = (name: string): Unread => ({
  unread: {
    operation: "GetIdentityVerificationAttributes",
    code: GONE,
    message: `There is no identity ${name}.`,
    attempts: 1,
  },
});

const sent = async (
  aws: AwsAccess,
  operation: string,
  send: () => Promise<{ readonly $metadata: { readonly requestId?: string | undefined } }>,
): Promise<Written | Unread> => {
  const answer = await aws.call(operation, send);
  return isUnread(answer) ? answer : { requestId: answer.value.$metadata.requestId ?? null };
};
