import { expect } from "chai";
import { changeHint } from "../../src/continuous/change-event.ts";
import { SES_CHANGES } from "../../src/services/ses/changes.ts";
import { changeEvent, MALLORY } from "../support/change-events.ts";
import { ACCOUNT, REGION } from "../support/emulated.ts";

const identity = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com`;

const messageOf = (event: unknown): string => {
  try {
    changeHint(event);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return expect.fail("the event was taken");
};

/** How the origin names a caller. */
const by = (userIdentity: unknown): string | undefined =>
  changeHint(changeEvent({ detail: { userIdentity } })).origin?.by;

describe("changeHint", () => {
  it("finds the identity by the names that API v1 and v2 have for it, and by its ARN", () => {
    const all: readonly (readonly [string, object])[] = [
      ["PutIdentityPolicy", { identity: "example.com", policyName: "p", policy: "{}" }],
      ["PutIdentityPolicy", { identity, policyName: "p", policy: "{}" }],
      ["CreateEmailIdentityPolicy", { emailIdentity: "example.com", policyName: "p", policy: "{}" }],
      ["CreateEmailIdentity", { emailIdentity: "example.com", tags: [] }],
      ["VerifyDomainIdentity", { domain: "example.com" }],
      ["DeleteIdentity", { identity: "example.com" }],
    ];
    for (const [call, parameters] of all)
      expect(changeHint(changeEvent({ call, parameters })), call).to.deep.include({
        resource: { id: identity, account: ACCOUNT },
        account: ACCOUNT,
        region: REGION,
      });
    const address = changeHint(
      changeEvent({ call: "VerifyEmailIdentity", parameters: { emailAddress: "a+b/c@example.com" } }),
    );
    expect(address.resource.id).to.equal(`${identity.replace("example.com", "")}a+b/c@example.com`);
  });

  it("tells who made which call and when", () => {
    const { origin, policy, at } = changeHint(changeEvent());
    expect(origin).to.deep.equal({
      call: "PutIdentityPolicy",
      event: "5613b0ff-d6c6-4526-9b53-a603a9231725",
      at: "2026-11-30T12:00:00Z",
      by: MALLORY,
    });
    expect(policy).to.deep.equal({ name: "senders", document: "{}" });
    expect(at).to.equal("2026-11-30T12:00:00Z");
  });

  it("names whoever has no ARN by what else is known, cut and with every character visible", () => {
    expect(by({ type: "AWSService", invokedBy: "cloudformation.amazonaws.com" })).to.equal(
      "AWSService cloudformation.amazonaws.com",
    );
    expect(by({ type: "AWSAccount", principalId: "AROA:x", accountId: "444455556666" })).to.equal(
      "AWSAccount AROA:x",
    );
    expect(by(undefined)).to.equal("unknown");
    expect(by({})).to.equal("unknown");
    const hostile = by({ arn: `arn:\u202e\n${"x".repeat(10_000)}` }) ?? "";
    expect(hostile).to.match(/^arn:⟨U\+202E⟩⟨U\+000A⟩x+…$/);
    expect(Array.from(hostile)).to.have.length(256);
  });

  it("names nobody for a call that was refused, and still has the identity read", () => {
    const hint = changeHint(changeEvent({ detail: { errorCode: "AccessDenied" } }));
    expect(hint).to.deep.include({ resource: { id: identity, account: ACCOUNT }, origin: null });
  });

  it("takes each call that the table names", () => {
    for (const call of SES_CHANGES.calls)
      expect(changeHint(changeEvent({ call })).resource.id).to.equal(identity);
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ["nothing", null, /it has no detail/],
    ["a text", "event", /it has no detail/],
    ["a list", [], /it has no detail/],
    ["no detail", { source: "aws.ses" }, /it has no detail/],
    ["another source", { event: { source: "my.app" } }, /its source is "my\.app" and not aws\.ses/],
    ["another kind of event", { event: { "detail-type": "Email Sent" } }, /detail-type is "Email Sent"/],
    ["another service", { detail: { eventSource: "iam.amazonaws.com" } }, /detail\.eventSource is "iam/],
    ["a call that only reads", { call: "ListIdentities" }, /ListIdentities is no call that changes/],
    ["no call", { detail: { eventName: undefined } }, /detail\.eventName is missing/],
    ["no account", { event: { account: undefined } }, /its account is missing/],
    ["an account that is a number", { event: { account: 111122223333 } }, /its account is 111122223333/],
    ["a region of its own", { detail: { awsRegion: "us-east-1" } }, /detail\.awsRegion is "us-east-1"/],
    ["no event id", { detail: { eventID: null } }, /detail\.eventID is null/],
    ["no time", { detail: { eventTime: "yesterday" } }, /detail\.eventTime is "yesterday"/],
    ["a time that is none", { at: "2026-13-41T99:00:00Z" }, /detail\.eventTime/],
    [
      "parameters that CloudTrail left out",
      { parameters: null },
      /requestParameters name no resource of ses/,
    ],
    ["no identity", { parameters: { policyName: "p" } }, /requestParameters name no resource of ses/],
    [
      "an identity that is a list",
      { parameters: { identity: ["a"] } },
      /requestParameters name no resource of ses/,
    ],
    ["a name with a line feed", { parameters: { identity: "a\nb" } }, /name no resource/],
    ["a name that is too long", { parameters: { identity: "x".repeat(321) } }, /name no resource/],
    ["an ARN of something else", { parameters: { identity: "arn:aws:s3:::b" } }, /name no resource/],
    [
      "an ARN of another region",
      { parameters: { identity: `arn:aws:ses:us-east-1:${ACCOUNT}:identity/example.com` } },
      /is not in region/,
    ],
    ["more than Lambda takes", { detail: { more: "x".repeat(1_000_000) } }, /more than 1000000 characters/],
  ];
  for (const [title, given, says] of wrong)
    it(`says in one short line what is wrong with ${title}`, () => {
      const isChoice =
        typeof given === "object" && given !== null && !Array.isArray(given) && !("source" in given);
      const message = messageOf(isChoice ? changeEvent(given) : given);
      expect(message).to.match(says);
      expect(message).not.to.include("\n");
      expect(message.length).to.be.lessThan(250);
    });
});
