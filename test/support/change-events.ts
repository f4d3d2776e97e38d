import { ACCOUNT, REGION } from "./emulated.ts";

/** What a test says of a call that changed an identity. */
export interface ChangeChoice {
  readonly call?: string;
  readonly parameters?: unknown;
  readonly id?: string;
  /** ISO 8601 in whole seconds, as CloudTrail has it. */
  readonly at?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly event?: Readonly<Record<string, unknown>>;
}

export const MALLORY: string = `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/mallory`;

/** An event as EventBridge hands it on from CloudTrail. */
export const changeEvent = ({
  call = "PutIdentityPolicy",
  parameters = { identity: "example.com", policyName: "senders", policy: "{}" },
  id = "5613b0ff-d6c6-4526-9b53-a603a9231725",
  at = "2026-11-30T12:00:00Z",
  detail = {},
  event = {},
}: ChangeChoice = {}): object => ({
  version: "0",
  id: "36eb8523-97d0-4518-b33d-ee3579ff19f0",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.ses",
  account: ACCOUNT,
  time: at,
  region: REGION,
  resources: [],
  detail: {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:mallory",
      arn: MALLORY,
      accountId: ACCOUNT,
    },
    eventTime: at,
    eventSource: "ses.amazonaws.com",
    eventName: call,
    awsRegion: REGION,
    sourceIPAddress: "192.0.2.0",
    userAgent: "aws-cli/2.23.4",
    requestParameters: parameters,
    responseElements: null,
    requestID: "eb2ff803-ac09-11e4-8ff5-a56a3119e253",
    eventID: id,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
    ...detail,
  },
  ...event,
});
