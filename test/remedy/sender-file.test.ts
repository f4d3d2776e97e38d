import { expect } from "chai";
import { gzipSync } from "node:zlib";
import { readSenders } from "../../src/remedy/sender-file.ts";
import { isProblem } from "../../src/model/problem.ts";

const IDENTITY = "arn:aws:ses:us-east-1:111122223333:identity/example.com";

/** A data event in the form of the SES developer guide's example. */
const event = (userIdentity: object, more: object = {}): object => ({
  eventVersion: "1.11",
  userIdentity,
  eventTime: "2026-11-20T11:43:00Z",
  eventSource: "ses.amazonaws.com",
  eventName: "SendEmail",
  awsRegion: "us-east-1",
  requestParameters: { source: "sender@example.com" },
  resources: [
    { accountId: "111122223333", type: "AWS::SES::EmailIdentity", ARN: IDENTITY },
    { accountId: "111122223333", type: "AWS::SES::Template", ARN: `${IDENTITY}x` },
  ],
  managementEvent: false,
  eventCategory: "Data",
  ...more,
});

const ROLE = {
  type: "AssumedRole",
  arn: "arn:aws:sts::444455556666:assumed-role/app/i-0123",
  accountId: "444455556666",
  sessionContext: { sessionIssuer: { type: "Role", arn: "arn:aws:iam::444455556666:role/web/app" } },
};

const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

const sendersOf = (value: unknown): readonly string[] => [
  ...(readSenders(bytes(value), "f").byIdentity.get(IDENTITY) ?? []),
];

const complaint = (value: Uint8Array): string => {
  try {
    readSenders(value, "f.json");
  } catch (error) {
    if (isProblem(error)) return `${error.problem.where ?? ""}: ${error.problem.what}`;
    throw error;
  }
  return "";
};

describe("who sends today", () => {
  it("is told by data events, of a session the role", () => {
    const records = [
      event(ROLE),
      event(ROLE),
      event({ type: "IAMUser", arn: "arn:aws:iam::444455556666:user/jane", accountId: "444455556666" }),
      event({ type: "Root", arn: "arn:aws:iam::777788889999:root", accountId: "777788889999" }),
      event({ type: "AWSAccount", accountId: "222233334444", principalId: "AIDAEXAMPLE" }),
      event({ type: "AWSService", invokedBy: "cognito-idp.amazonaws.com" }),
    ];
    expect(sendersOf({ Records: records })).to.deep.equal([
      "arn:aws:iam::444455556666:role/web/app",
      "arn:aws:iam::444455556666:user/jane",
      "777788889999",
      "222233334444",
      "cognito-idp.amazonaws.com",
    ]);
    expect(sendersOf(records)).to.have.lengthOf(5);
    expect(sendersOf(records.map((one) => JSON.stringify(one)).join("\n"))).to.have.lengthOf(5);
    const packed = gzipSync(bytes({ Records: records }));
    expect(readSenders(packed, "f").byIdentity.get(IDENTITY)?.size).to.equal(5);
  });

  it("leaves out other calls, refused ones and other services", () => {
    const records = [
      event(ROLE, { eventName: "PutIdentityPolicy" }),
      event(ROLE, { errorCode: "AccessDenied" }),
      event(ROLE, { eventSource: "sns.amazonaws.com" }),
    ];
    expect(complaint(bytes({ Records: records }))).to.equal("f.json: there are no senders in the file");
  });

  it("counts events that name no identity or no sender", () => {
    expect(
      readSenders(bytes([event(ROLE), event(ROLE, { resources: [] }), event({})]), "f").unclear,
    ).to.equal(2);
    expect(complaint(bytes([event({})]))).to.contain("1 sending events name no identity or no sender");
  });

  it("is told by a list, for every identity", () => {
    const list =
      "# today\narn:aws:iam::444455556666:role/app\r\n\n222233334444 # marketing\narn:aws:iam::111122223333:root\n";
    expect([...readSenders(bytes(list), "f").everywhere]).to.deep.equal([
      "arn:aws:iam::444455556666:role/app",
      "222233334444",
      "111122223333",
    ]);
  });

  it("says what is wrong with a file that is neither", () => {
    expect(complaint(bytes(""))).to.contain("no senders in the file");
    expect(complaint(bytes("*\n"))).to.equal(
      "f.json:1: this is no account id, no ARN of a role or user, and no service",
    );
    expect(complaint(bytes("{ not json"))).to.equal(
      "f.json:1: this is neither CloudTrail events nor a list of ARNs",
    );
    expect(complaint(Buffer.from([0x1f, 0x8b, 0]))).to.equal("f.json: the file cannot be unpacked");
    expect(complaint(Buffer.from([0xff, 0xfe, 0x41]))).to.equal("f.json: the file is not UTF-8");
  });
});
