import {
  DeleteIdentityCommand,
  DeleteIdentityPolicyCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityMailFromDomainAttributesCommand,
  GetIdentityNotificationAttributesCommand,
  GetIdentityPoliciesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  ListIdentityPoliciesCommand,
  paginateListIdentities,
  PutIdentityPolicyCommand,
  SetIdentityDkimEnabledCommand,
  SetIdentityFeedbackForwardingEnabledCommand,
  SetIdentityHeadersInNotificationsEnabledCommand,
  SetIdentityMailFromDomainCommand,
  SetIdentityNotificationTopicCommand,
  VerifyDomainDkimCommand,
  VerifyDomainIdentityCommand,
  VerifyEmailIdentityCommand,
} from "@aws-sdk/client-ses";
import { expect } from "chai";
import { addIdentity } from "../../src/emulator/world.ts";
import { emulated, KEY, refusalOf, type Emulated } from "../support/emulated.ts";
import { send } from "../support/signed-request.ts";

describe("the emulated SES", () => {
  let aws: Emulated;
  beforeEach(async () => {
    aws = await emulated();
  });
  afterEach(() => aws.emulator.close());

  const list = (input: ConstructorParameters<typeof ListIdentitiesCommand>[0] = {}) =>
    aws.ses().send(new ListIdentitiesCommand(input));

  const fill = (count: number): readonly string[] => {
    const names = Array.from({ length: count }, (_, index) => `d${String(index).padStart(4, "0")}.example`);
    for (const name of names) addIdentity(aws.region, name);
    return names;
  };

  it("shows a new identity as pending, without DKIM, and forgets it again", async () => {
    const ses = aws.ses();
    const { VerificationToken: token } = await ses.send(
      new VerifyDomainIdentityCommand({ Domain: "example.com" }),
    );
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: "me@example.com" }));
    const Identities = ["example.com", "me@example.com", "unknown.example"];
    const verification = await ses.send(new GetIdentityVerificationAttributesCommand({ Identities }));
    expect(verification.VerificationAttributes).to.deep.equal({
      "example.com": { VerificationStatus: "Pending", VerificationToken: token },
      "me@example.com": { VerificationStatus: "Pending" },
    });
    const dkim = await ses.send(new GetIdentityDkimAttributesCommand({ Identities }));
    expect(dkim.DkimAttributes?.["example.com"]).to.deep.equal({
      DkimEnabled: false,
      DkimVerificationStatus: "NotStarted",
      DkimTokens: [],
    });
    await ses.send(new DeleteIdentityCommand({ Identity: "example.com" }));
    await ses.send(new DeleteIdentityCommand({ Identity: "example.com" }));
    expect((await list()).Identities).to.deep.equal(["me@example.com"]);
  });

  it("answers what Ansible, Terraform and boto3 read besides", async () => {
    const ses = aws.ses();
    await ses.send(new VerifyDomainIdentityCommand({ Domain: "example.com" }));
    const Identities = ["example.com", "unknown.example"];
    const topics = await ses.send(new GetIdentityNotificationAttributesCommand({ Identities }));
    expect(Object.keys(topics.NotificationAttributes ?? {})).to.deep.equal(["example.com"]);
    expect(topics.NotificationAttributes?.["example.com"]?.ForwardingEnabled).to.equal(true);
    const from = await ses.send(new GetIdentityMailFromDomainAttributesCommand({ Identities }));
    expect(from.MailFromDomainAttributes).to.deep.equal({
      "example.com": { BehaviorOnMXFailure: "UseDefaultValue" },
    });
    expect((await ses.send(new GetSendQuotaCommand({}))).Max24HourSend).to.equal(200);
  });

  it("keeps the topics, headers, forwarding, envelope and DKIM that its owner sets", async () => {
    const ses = aws.ses();
    await ses.send(new VerifyDomainIdentityCommand({ Domain: "example.com" }));
    const Identity = "example.com";
    const SnsTopic = "arn:aws:sns:eu-west-1:111122223333:bounces";
    const bounce = { Identity, NotificationType: "Bounce" } as const;
    await ses.send(new SetIdentityNotificationTopicCommand({ ...bounce, SnsTopic }));
    await ses.send(new SetIdentityHeadersInNotificationsEnabledCommand({ ...bounce, Enabled: true }));
    await ses.send(new SetIdentityFeedbackForwardingEnabledCommand({ Identity, ForwardingEnabled: false }));
    await ses.send(new SetIdentityMailFromDomainCommand({ Identity, MailFromDomain: "bounce.example.com" }));
    const { DkimTokens } = await ses.send(new VerifyDomainDkimCommand({ Domain: Identity }));
    await ses.send(new SetIdentityDkimEnabledCommand({ Identity, DkimEnabled: true }));
    const of = { Identities: [Identity] };
    const topics = await ses.send(new GetIdentityNotificationAttributesCommand(of));
    expect(topics.NotificationAttributes?.[Identity]).to.deep.include({
      BounceTopic: SnsTopic,
      ForwardingEnabled: false,
      HeadersInBounceNotificationsEnabled: true,
      HeadersInDeliveryNotificationsEnabled: false,
    });
    expect(topics.NotificationAttributes?.[Identity]).to.not.have.property("ComplaintTopic");
    const from = await ses.send(new GetIdentityMailFromDomainAttributesCommand(of));
    expect(from.MailFromDomainAttributes?.[Identity]?.MailFromDomain).to.equal("bounce.example.com");
    const dkim = await ses.send(new GetIdentityDkimAttributesCommand(of));
    expect(dkim.DkimAttributes?.[Identity]).to.deep.equal({
      DkimEnabled: true,
      DkimVerificationStatus: "Pending",
      DkimTokens,
    });
    const nobody = new SetIdentityDkimEnabledCommand({ Identity: "no.example", DkimEnabled: true });
    expect((await refusalOf(ses.send(nobody))).name).to.equal("InvalidParameterValue");
  });

  it("takes the ARN of an identity for its name where policies and notifications are concerned", async () => {
    const ses = aws.ses();
    const name = "example.com";
    await ses.send(new VerifyDomainIdentityCommand({ Domain: name }));
    const Identity = `arn:aws:ses:eu-west-1:111122223333:identity/${name}`;
    const statement = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: Identity };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await ses.send(new PutIdentityPolicyCommand({ Identity, PolicyName: "p", Policy }));
    const listed = await ses.send(new ListIdentityPoliciesCommand({ Identity }));
    expect(listed.PolicyNames).to.deep.equal(["p"]);
    for (const one of [Identity, name]) {
      const got = await ses.send(new GetIdentityPoliciesCommand({ Identity: one, PolicyNames: ["p"] }));
      expect(got.Policies).to.deep.equal({ p: Policy });
    }
    const SnsTopic = "arn:aws:sns:eu-west-1:111122223333:bounces";
    await ses.send(
      new SetIdentityNotificationTopicCommand({ Identity, NotificationType: "Bounce", SnsTopic }),
    );
    const of = { Identities: [Identity] };
    const topics = await ses.send(new GetIdentityNotificationAttributesCommand(of));
    expect(topics.NotificationAttributes?.[Identity]?.BounceTopic).to.equal(SnsTopic);
    await ses.send(new DeleteIdentityPolicyCommand({ Identity, PolicyName: "p" }));
    expect((await ses.send(new ListIdentityPoliciesCommand({ Identity: name }))).PolicyNames).to.deep.equal(
      [],
    );
  });

  it("says of an identity that is gone what Terraform's provider knows it by", async () => {
    const topic = new SetIdentityNotificationTopicCommand({
      Identity: "gone.example",
      NotificationType: "Bounce",
    });
    const { name, message } = await refusalOf(aws.ses().send(topic));
    expect(name).to.equal("InvalidParameterValue");
    expect(message).to.include("Must be a verified email address or domain");
  });

  it("keeps identities apart by region", async () => {
    await aws.ses("us-east-1").send(new VerifyDomainIdentityCommand({ Domain: "example.com" }));
    expect((await list()).Identities).to.deep.equal([]);
  });

  it("refuses what is no domain and no address", async () => {
    const domain = await refusalOf(aws.ses().send(new VerifyDomainIdentityCommand({ Domain: "a b" })));
    const address = await refusalOf(
      aws.ses().send(new VerifyEmailIdentityCommand({ EmailAddress: "nobody" })),
    );
    expect([domain.name, address.name]).to.deep.equal(["InvalidParameterValue", "InvalidParameterValue"]);
  });

  it("pages to the end, each identity once, in any size of page", async () => {
    const names = fill(250);
    for (const size of [1, 7, 100, 250, 1000]) {
      const seen: string[] = [];
      for await (const page of paginateListIdentities({ client: aws.ses(), pageSize: size }, {}))
        seen.push(...(page.Identities ?? []));
      expect(seen).to.deep.equal(names);
    }
  });

  it("ends a page at 100 where no size is asked for, and has no token after the last", async () => {
    fill(101);
    const first = await list();
    expect(first.Identities).to.have.length(100);
    const second = await list({ NextToken: first.NextToken });
    expect([second.Identities, second.NextToken]).to.deep.equal([["d0100.example"], undefined]);
  });

  it("goes on where it was although an identity went away in between", async () => {
    fill(4);
    const first = await list({ MaxItems: 2 });
    aws.region.identities.delete("d0001.example");
    aws.region.identities.delete("d0002.example");
    expect((await list({ MaxItems: 2, NextToken: first.NextToken })).Identities).to.deep.equal([
      "d0003.example",
    ]);
  });

  it("filters by type, and wants the same filter on the next page", async () => {
    addIdentity(aws.region, "a@example.com");
    addIdentity(aws.region, "b@example.com");
    addIdentity(aws.region, "example.com");
    const first = await list({ IdentityType: "EmailAddress", MaxItems: 1 });
    expect(first.Identities).to.deep.equal(["a@example.com"]);
    expect((await list({ IdentityType: "Domain" })).Identities).to.deep.equal(["example.com"]);
    expect((await refusalOf(list({ NextToken: first.NextToken }))).name).to.equal("InvalidParameterValue");
  });

  for (const [MaxItems, bound] of [
    [0, "greater than or equal to 1"],
    [1001, "less than or equal to 1000"],
  ] as const)
    it(`refuses a page of ${MaxItems}`, async () => {
      const said = await refusalOf(list({ MaxItems }));
      expect(said.name).to.equal("ValidationError");
      expect(said.message).to.include(`Value '${MaxItems}' at 'maxItems'`).and.include(bound);
    });

  it("refuses a token that it did not make", async () => {
    expect((await refusalOf(list({ NextToken: "made-up" }))).name).to.equal("InvalidParameterValue");
  });

  it("takes 100 identities at once and not 101", async () => {
    const names = fill(101);
    const ask = (Identities: string[]) =>
      aws.ses().send(new GetIdentityVerificationAttributesCommand({ Identities }));
    const { VerificationAttributes: read } = await ask(names.slice(0, 100));
    expect(Object.keys(read ?? {})).to.have.length(100);
    expect((await refusalOf(ask([...names]))).name).to.equal("ValidationError");
    const dkim = new GetIdentityDkimAttributesCommand({ Identities: [...names] });
    expect((await refusalOf(aws.ses().send(dkim))).name).to.equal("ValidationError");
  });

  it("leaves out policies that are not there, takes 20 names and not 21", async () => {
    addIdentity(aws.region, "example.com", { policies: { here: "{}" } });
    const get = (PolicyNames: string[]) =>
      aws.ses().send(new GetIdentityPoliciesCommand({ Identity: "example.com", PolicyNames }));
    expect((await get(["here", "gone"])).Policies).to.deep.equal({ here: "{}" });
    const names = Array.from({ length: 21 }, (_, index) => `p${index}`);
    expect((await get(names.slice(1))).Policies).to.deep.equal({});
    expect((await refusalOf(get(names))).name).to.equal("ValidationError");
  });

  it("has no policies for an identity that does not exist, which is no error", async () => {
    const ses = aws.ses();
    const Identity = "unknown.example";
    expect((await ses.send(new ListIdentityPoliciesCommand({ Identity }))).PolicyNames).to.deep.equal([]);
    const PolicyNames = ["p"];
    expect(
      (await ses.send(new GetIdentityPoliciesCommand({ Identity, PolicyNames }))).Policies,
    ).to.deep.equal({});
    await ses.send(new DeleteIdentityPolicyCommand({ Identity, PolicyName: "p" }));
  });

  it("hands any text over unharmed: markup, quotes, control characters, emoji, 320 characters", async () => {
    const text = `<b>&amp;"'\u0000\u001B[31m\t\r\n\u0085\u2028\uFEFF😀]]>${"x".repeat(5000)}`;
    const name = `${"a".repeat(64)}@${"<&>\u202E😀".repeat(30)}${"b".repeat(75)}`;
    addIdentity(aws.region, name, { policies: { [text]: text } });
    const ses = aws.ses();
    expect((await list()).Identities).to.deep.equal([name]);
    const { PolicyNames } = await ses.send(new ListIdentityPoliciesCommand({ Identity: name }));
    expect(PolicyNames).to.deep.equal([text]);
    const { Policies } = await ses.send(
      new GetIdentityPoliciesCommand({ Identity: name, PolicyNames: [text] }),
    );
    expect(Policies).to.deep.equal({ [text]: text });
  });

  it("answers over plain HTTP as the API reference shows it", async () => {
    addIdentity(aws.region, "example.com", { policies: { p: '{"a":"<&>"}' } });
    const body = "Action=GetIdentityPolicies&Version=2010-12-01&Identity=example.com&PolicyNames.member.1=p";
    const reply = await send({ url: aws.emulator.url, ...KEY, body });
    expect(reply.text).to.include(
      "<GetIdentityPoliciesResult><Policies><entry><key>p</key>" +
        "<value>{&quot;a&quot;:&quot;&lt;&amp;&gt;&quot;}</value></entry></Policies></GetIdentityPoliciesResult>",
    );
    const error = await send({
      url: aws.emulator.url,
      ...KEY,
      body: "Action=ListIdentityPolicies&Version=2010-12-01",
    });
    expect(error.status).to.equal(400);
    expect(error.text).to.include("<Error><Type>Sender</Type><Code>ValidationError</Code><Message>");
  });
});
