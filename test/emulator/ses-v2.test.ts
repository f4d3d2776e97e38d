import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  DeleteEmailIdentityCommand,
  DeleteEmailIdentityPolicyCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  GetEmailIdentityPoliciesCommand,
  ListTagsForResourceCommand,
  PutEmailIdentityConfigurationSetAttributesCommand,
  PutEmailIdentityDkimAttributesCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
  PutEmailIdentityFeedbackAttributesCommand,
  PutEmailIdentityMailFromAttributesCommand,
  SESv2Client,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEmailIdentityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import { GetIdentityPoliciesCommand } from "@aws-sdk/client-ses";
import { expect } from "chai";
import { ACCOUNT, emulated, KEY, refusalOf, REGION, type Emulated } from "../support/emulated.ts";
import { send } from "../support/signed-request.ts";

const NAME = "example.com";
const ARN = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${NAME}`;
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: ARN }],
});

describe("the emulated SES, version 2", () => {
  let aws: Emulated;
  let ses: SESv2Client;
  beforeEach(async () => {
    aws = await emulated();
    ses = new SESv2Client({ region: REGION, endpoint: aws.emulator.url, credentials: KEY, maxAttempts: 1 });
  });
  afterEach(() => aws.emulator.close());

  const create = (EmailIdentity = NAME) => ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const get = (EmailIdentity = NAME) => ses.send(new GetEmailIdentityCommand({ EmailIdentity }));

  /** The origin, the next length and the number of tokens. */
  const signing = async (): Promise<unknown> => {
    const {
      SigningAttributesOrigin: origin,
      NextSigningKeyLength: next,
      Tokens,
    } = (await get()).DkimAttributes ?? {};
    return [origin, next, Tokens?.length];
  };

  it("creates a domain with DKIM to be published, and an address without", async () => {
    const domain = await create();
    expect(domain).to.deep.include({ IdentityType: "DOMAIN", VerifiedForSendingStatus: false });
    expect(domain.DkimAttributes).to.deep.include({ SigningEnabled: true, Status: "PENDING" });
    expect(domain.DkimAttributes?.Tokens).to.have.length(3);
    expect((await create("me@example.com")).DkimAttributes?.SigningEnabled).to.equal(false);
  });

  it("refuses to create what is there, or is no identity", async () => {
    await create();
    expect((await refusalOf(create())).name).to.equal("AlreadyExistsException");
    expect((await refusalOf(create("a b"))).name).to.equal("BadRequestException");
  });

  it("forgets what was deleted", async () => {
    await create();
    await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: NAME }));
    expect((await refusalOf(get())).name).to.equal("NotFoundException");
  });

  it("creates, updates and deletes policies, which version 1 shows too", async () => {
    await create();
    const named = { EmailIdentity: NAME, PolicyName: "p" };
    const update = new UpdateEmailIdentityPolicyCommand({ ...named, Policy: POLICY });
    expect((await refusalOf(ses.send(update))).name).to.equal("NotFoundException");
    await ses.send(new CreateEmailIdentityPolicyCommand({ ...named, Policy: POLICY }));
    const again = new CreateEmailIdentityPolicyCommand({ ...named, Policy: POLICY });
    expect((await refusalOf(ses.send(again))).name).to.equal("AlreadyExistsException");
    const changed = POLICY.replace("SendEmail", "SendRawEmail");
    await ses.send(new UpdateEmailIdentityPolicyCommand({ ...named, Policy: changed }));
    const seen = await aws.ses().send(new GetIdentityPoliciesCommand({ Identity: NAME, PolicyNames: ["p"] }));
    expect(seen.Policies).to.deep.equal({ p: changed });
    await ses.send(new DeleteEmailIdentityPolicyCommand(named));
    const left = await ses.send(new GetEmailIdentityPoliciesCommand({ EmailIdentity: NAME }));
    expect(left.Policies).to.deep.equal({});
  });

  it("refuses policies that SES would not store", async () => {
    await create();
    for (const [PolicyName, Policy] of [
      ["p", "{}"],
      ["no name", POLICY],
    ]) {
      const one = new CreateEmailIdentityPolicyCommand({ EmailIdentity: NAME, PolicyName, Policy });
      expect((await refusalOf(ses.send(one))).name).to.equal("BadRequestException");
    }
  });

  it("keeps what the owner sets", async () => {
    await create();
    const EmailIdentity = NAME;
    await ses.send(new PutEmailIdentityDkimAttributesCommand({ EmailIdentity, SigningEnabled: false }));
    await ses.send(
      new PutEmailIdentityFeedbackAttributesCommand({ EmailIdentity, EmailForwardingEnabled: false }),
    );
    await ses.send(
      new PutEmailIdentityMailFromAttributesCommand({
        EmailIdentity,
        MailFromDomain: "bounce.example.com",
        BehaviorOnMxFailure: "REJECT_MESSAGE",
      }),
    );
    await ses.send(
      new PutEmailIdentityConfigurationSetAttributesCommand({ EmailIdentity, ConfigurationSetName: "own" }),
    );
    const identity = await get();
    expect(identity.DkimAttributes?.SigningEnabled).to.equal(false);
    expect(identity.FeedbackForwardingStatus).to.equal(false);
    expect(identity.ConfigurationSetName).to.equal("own");
    expect(identity.MailFromAttributes).to.deep.equal({
      MailFromDomain: "bounce.example.com",
      MailFromDomainStatus: "PENDING",
      BehaviorOnMxFailure: "REJECT_MESSAGE",
    });
  });

  it("signs by a key of its own or by the owner's, as a domain is created and later", async () => {
    const DkimSigningAttributes = { NextSigningKeyLength: "RSA_1024_BIT" } as const;
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: NAME, DkimSigningAttributes }));
    expect(await signing()).to.deep.equal(["AWS_SES", "RSA_1024_BIT", 3]);
    const own = { DomainSigningSelector: "s1", DomainSigningPrivateKey: "a2V5" };
    const put = (SigningAttributesOrigin: "AWS_SES" | "EXTERNAL", SigningAttributes: object) =>
      ses.send(
        new PutEmailIdentityDkimSigningAttributesCommand({
          EmailIdentity: NAME,
          SigningAttributesOrigin,
          SigningAttributes,
        }),
      );
    expect((await put("EXTERNAL", own)).DkimTokens).to.deep.equal(["s1"]);
    expect(await signing()).to.deep.equal(["EXTERNAL", undefined, 1]);
    await put("AWS_SES", {});
    expect(await signing()).to.deep.equal(["AWS_SES", "RSA_2048_BIT", 3]);
    const wrong = [
      put("EXTERNAL", {}),
      put("AWS_SES", own),
      put("EXTERNAL", { DomainSigningSelector: "s1" }),
      put("AWS_SES", { NextSigningKeyLength: "RSA_512_BIT" }),
    ];
    for (const one of wrong) expect((await refusalOf(one)).name).to.equal("BadRequestException");
    await create("me@example.com");
    const address = new PutEmailIdentityDkimSigningAttributesCommand({
      EmailIdentity: "me@example.com",
      SigningAttributesOrigin: "AWS_SES",
    });
    expect((await refusalOf(ses.send(address))).name).to.equal("BadRequestException");
  });

  it("takes the path by which earlier clients put the signing attributes", async () => {
    await create();
    const { status, text } = await send({
      url: aws.emulator.url,
      ...KEY,
      method: "PUT",
      path: `/v1/email/identities/${NAME}/dkim/signing`,
      body: JSON.stringify({ SigningAttributesOrigin: "AWS_SES" }),
    });
    expect(status, text).to.equal(200);
    expect(text).to.include("DkimTokens");
  });

  it("keeps tags, and says of a resource that it has not that it is not there", async () => {
    await ses.send(
      new CreateEmailIdentityCommand({ EmailIdentity: NAME, Tags: [{ Key: "owner", Value: "mail" }] }),
    );
    const Tags = ["a", "b"].map((Key) => ({ Key, Value: "1" }));
    await ses.send(new TagResourceCommand({ ResourceArn: ARN, Tags }));
    await ses.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ["a", "b"] }));
    const listed = await ses.send(new ListTagsForResourceCommand({ ResourceArn: ARN }));
    expect(listed.Tags).to.deep.equal([{ Key: "owner", Value: "mail" }]);
    expect((await get()).Tags).to.deep.equal(listed.Tags);
    const other = new ListTagsForResourceCommand({ ResourceArn: `${ARN}.not` });
    expect((await refusalOf(ses.send(other))).name).to.equal("NotFoundException");
  });

  it("is an account in the sandbox", async () => {
    expect(await ses.send(new GetAccountCommand({}))).to.deep.include({ ProductionAccessEnabled: false });
  });
});
