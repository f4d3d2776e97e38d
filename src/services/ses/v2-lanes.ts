import type * as Sdk from "@aws-sdk/client-sesv2";
import type { GetEmailIdentityCommandOutput, SESv2Client } from "@aws-sdk/client-sesv2";
import { isUnread, unexpectedAnswer, type Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import { by } from "../../text/order.ts";
import type { Lane, Reading } from "./lane.ts";

interface Asking {
  readonly sdk: typeof Sdk;
  readonly client: SESv2Client;
  readonly aws: AwsAccess;
}

/** The error of an identity that is not there. Source: API reference of GetEmailIdentity. */
const NOT_FOUND = "NotFoundException";

/** Policies, verification, DKIM and tags in one call. */
export const emailIdentityLane = ({ sdk, client, aws }: Asking): Lane => ({
  name: "v2",
  ready: () => aws.ready("GetEmailIdentity"),
  read: async (EmailIdentity) => {
    const answer = await aws.call("GetEmailIdentity", () =>
      client.send(new sdk.GetEmailIdentityCommand({ EmailIdentity })),
    );
    if (isUnread(answer)) return refused(answer);
    const { Policies, VerificationStatus, DkimAttributes, Tags } = answer.value;
    return {
      ...policiesOf("GetEmailIdentity", Policies),
      ...(VerificationStatus === undefined ? {} : { verification: asInV1(VerificationStatus) }),
      ...dkimOf(DkimAttributes),
      ...tagsOf(Tags),
    };
  },
});

/** Policies alone. */
export const emailIdentityPoliciesLane = ({ sdk, client, aws }: Asking): Lane => ({
  name: "v2-policies",
  ready: () => aws.ready("GetEmailIdentityPolicies"),
  read: async (EmailIdentity) => {
    const answer = await aws.call("GetEmailIdentityPolicies", () =>
      client.send(new sdk.GetEmailIdentityPoliciesCommand({ EmailIdentity })),
    );
    return isUnread(answer) ? refused(answer) : policiesOf("GetEmailIdentityPolicies", answer.value.Policies);
  },
});

const refused = (policies: Unread): Reading => ({ policies, mayBeGone: policies.unread.code === NOT_FOUND });

/** A map that is absent is not an empty one. */
const policiesOf = (operation: string, policies: Readonly<Record<string, string>> | undefined): Reading => ({
  policies:
    policies === undefined
      ? unexpectedAnswer(operation, "policies")
      : Object.entries(policies)
          .map(([name, document]): PolicyDocument => ({ name, document }))
          .sort(by(({ name }) => name)),
  mayBeGone: false,
});

const dkimOf = (dkim: GetEmailIdentityCommandOutput["DkimAttributes"]): Pick<Reading, "dkim"> =>
  dkim?.SigningEnabled === undefined || dkim.Status === undefined
    ? {}
    : { dkim: { enabled: dkim.SigningEnabled, status: asInV1(dkim.Status) } };

/** Tags that are absent are not known; the order in which they come says nothing. */
const tagsOf = (tags: GetEmailIdentityCommandOutput["Tags"]): Pick<Reading, "tags"> =>
  tags === undefined
    ? {}
    : {
        tags: Object.fromEntries(
          tags.map(({ Key = "", Value = "" }) => [Key, Value] as const).sort(by(([key]) => key)),
        ),
      };

/**
 * v1 writes `TemporaryFailure` where v2 writes `TEMPORARY_FAILURE`; the fact is recorded in the words of v1, whichever lane
 * read it. Source: API references of GetIdentityVerificationAttributes and GetEmailIdentity.
 */
const asInV1 = (status: string): string =>
  status
    .split("_")
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join("");
