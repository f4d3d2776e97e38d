import { ListIdentitiesCommand } from "@aws-sdk/client-ses";
import { DescribeHubCommand } from "@aws-sdk/client-securityhub";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { ACCOUNT, emulated, KEY, refusalOf, type Emulated } from "../support/emulated.ts";
import { send, type RawRequest } from "../support/signed-request.ts";

const LIST = "Action=ListIdentities&Version=2010-12-01";

const code = (text: string): string => /<Code>([^<]*)/.exec(text)?.[1] ?? text;

describe("who may speak to the emulator", () => {
  let aws: Emulated;
  let now: number;
  before(async () => {
    now = Date.now();
    aws = await emulated({ clock: () => now });
  });
  after(() => aws.emulator.close());

  const raw = (request: Partial<RawRequest> = {}): ReturnType<typeof send> =>
    send({ url: aws.emulator.url, ...KEY, body: LIST, ...request });

  it("takes a request that was signed by hand", async () => {
    const reply = await raw();
    expect(reply.status).to.equal(200);
    expect(reply.headers.get("content-type")).to.equal("text/xml");
    expect(reply.text).to.match(
      /^<ListIdentitiesResponse xmlns="http:\/\/ses\.amazonaws\.com\/doc\/2010-12-01\/"><ListIdentitiesResult><Identities\/><\/ListIdentitiesResult><ResponseMetadata><RequestId>/,
    );
  });

  it("asks for a signature, in the words of each protocol", async () => {
    const form = await fetch(aws.emulator.url, { method: "POST", body: new URLSearchParams(LIST) });
    expect([form.status, code(await form.text())]).to.deep.equal([403, "MissingAuthenticationToken"]);
    const json = await fetch(`${aws.emulator.url}/findings`, { method: "POST", body: "{}" });
    expect([json.status, json.headers.get("x-amzn-errortype")]).to.deep.equal([
      403,
      "MissingAuthenticationTokenException",
    ]);
  });

  const broken: Readonly<Record<string, readonly [Partial<RawRequest>, string]>> = {
    "a header that is no signature": [{ forge: { authorization: "Basic YTpi" } }, "IncompleteSignature"],
    "a signature without a scope": [
      { forge: { authorization: "AWS4-HMAC-SHA256 Credential=AKIA, SignedHeaders=host, Signature=00" } },
      "IncompleteSignature",
    ],
    "an unknown key": [{ accessKeyId: "AKIANOBODYKNOWSTHIS0" }, "InvalidClientTokenId"],
    "a wrong secret": [{ secretAccessKey: "another" }, "SignatureDoesNotMatch"],
    "a header that was changed on the way": [
      { forge: { "x-amz-date": "20200101T000000Z" } },
      "SignatureDoesNotMatch",
    ],
    "a date of an hour ago": [{ at: Date.now() - 3_600_000 }, "SignatureDoesNotMatch"],
    "a session token with a long-term key": [{ sessionToken: "x" }, "InvalidClientTokenId"],
    "a region that is not there": [{ region: "ap-east-1" }, "InvalidClientTokenId"],
  };
  for (const [name, [request, expected]] of Object.entries(broken))
    it(`refuses ${name}`, async () => {
      const reply = await raw(request);
      expect([reply.status, code(reply.text)]).to.deep.equal([403, expected]);
    });

  it("refuses a region that is off, in the words of each protocol", async () => {
    aws.account.regions.set("af-south-1", { optStatus: "DISABLED", identities: new Map(), hub: null });
    const ses = await refusalOf(aws.ses("af-south-1").send(new ListIdentitiesCommand({})));
    expect([ses.name, ses.status]).to.deep.equal(["InvalidClientTokenId", 403]);
    const hub = await refusalOf(aws.hub("af-south-1").send(new DescribeHubCommand({})));
    expect([hub.name, hub.status]).to.deep.equal(["UnrecognizedClientException", 403]);
  });

  it("takes any key that is named for an account that exists, whatever its secret", async () => {
    const named = { accessKeyId: `AKIA0000${ACCOUNT}`, secretAccessKey: "anything" };
    const { Account } = await aws.sts(named).send(new GetCallerIdentityCommand({}));
    expect(Account).to.equal(ACCOUNT);
    const foreign = { ...named, accessKeyId: "AKIA0000999999999999" };
    const refused = await refusalOf(aws.sts(foreign).send(new GetCallerIdentityCommand({})));
    expect(refused.name).to.equal("InvalidClientTokenId");
  });

  it("ends a session when its time is over", async () => {
    aws.account.roles.set("Audit", { name: "Audit", trusted: [ACCOUNT] });
    const { Credentials: session } = await aws.sts().send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/Audit`,
        RoleSessionName: "test",
        DurationSeconds: 900,
      }),
    );
    const credentials = {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken ?? "",
    };
    expect(
      (await aws.ses("us-east-1", credentials).send(new ListIdentitiesCommand({}))).Identities,
    ).to.deep.equal([]);
    const stolen = { ...credentials, sessionToken: "x" };
    expect((await refusalOf(aws.ses("us-east-1", stolen).send(new ListIdentitiesCommand({})))).name).to.equal(
      "InvalidClientTokenId",
    );
    now += 900_000;
    const ses = await refusalOf(aws.ses("us-east-1", credentials).send(new ListIdentitiesCommand({})));
    expect([ses.name, ses.status]).to.deep.equal(["ExpiredToken", 403]);
    const hub = await refusalOf(aws.hub("us-east-1", credentials).send(new DescribeHubCommand({})));
    expect(hub.name).to.equal("ExpiredTokenException");
  });

  it("says which operations and services it does not have", async () => {
    const action = await raw({ body: "Action=SendEmail&Version=2010-12-01" });
    expect([action.status, code(action.text)]).to.deep.equal([400, "InvalidAction"]);
    const none = await raw({ body: "" });
    expect([none.status, code(none.text)]).to.deep.equal([400, "MissingAction"]);
    const prototype = await raw({ body: "Action=constructor&Version=2010-12-01" });
    expect(code(prototype.text)).to.equal("InvalidAction");
    const path = await raw({ service: "securityhub", path: "/nowhere", body: "{}" });
    expect([path.status, path.headers.get("x-amzn-errortype")]).to.deep.equal([
      404,
      "UnknownOperationException",
    ]);
    const service = await raw({ service: "sqs", body: "" });
    expect([service.status, service.headers.get("x-amzn-errortype")]).to.deep.equal([501, "NotImplemented"]);
    expect(JSON.parse(service.text)).to.include({ __type: "NotImplemented" });
    expect(path.text).to.include("GetFindings");
    expect(action.text).to.include("ListIdentities");
  });

  it("refuses a body that is no JSON", async () => {
    const reply = await raw({ service: "securityhub", path: "/findings", body: "{" });
    expect([reply.status, reply.headers.get("x-amzn-errortype")]).to.deep.equal([
      400,
      "SerializationException",
    ]);
  });

  it("keeps every call, refused ones too", async () => {
    aws.emulator.log.clear();
    await raw();
    await raw({ secretAccessKey: "another" });
    const seen = aws.emulator.log.calls.map(({ service, operation, account, region, status, code }) => [
      service,
      operation,
      account,
      region,
      status,
      code,
    ]);
    expect(seen).to.deep.equal([
      ["ses", "ListIdentities", ACCOUNT, "eu-west-1", 200, null],
      ["ses", "", "", "eu-west-1", 403, "SignatureDoesNotMatch"],
    ]);
    expect(aws.emulator.log.counters.calls).to.equal(2);
  });
});
