import {
  ListRegionsCommand,
  type ListRegionsCommandInput,
  paginateListRegions,
} from "@aws-sdk/client-account";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { addAccount, addRegion } from "../../src/emulator/world.ts";
import { ACCOUNT, emulated, refusalOf, type Emulated } from "../support/emulated.ts";

const MEMBER = "444455556666";
const ROLE = `arn:aws:iam::${MEMBER}:role/ops/Audit`;

describe("the emulated STS", () => {
  let aws: Emulated;
  before(async () => {
    aws = await emulated();
    const member = addAccount(aws.emulator.world, { id: MEMBER, name: "member", regions: ["us-east-1"] });
    member.roles.set("Audit", { name: "Audit", trusted: [ACCOUNT], externalId: "agreed" });
    member.roles.set("Closed", { name: "Closed", trusted: [] });
  });
  after(() => aws.emulator.close());

  const assume = (input: Partial<ConstructorParameters<typeof AssumeRoleCommand>[0]> = {}) =>
    aws
      .sts()
      .send(
        new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "run-1", ExternalId: "agreed", ...input }),
      );

  it("knows the caller", async () => {
    const { Account, Arn, UserId } = await aws.sts().send(new GetCallerIdentityCommand({}));
    expect({ Account, Arn, UserId }).to.deep.equal({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/tester`,
      UserId: "AIDAEMULATEDTEST0001",
    });
  });

  it("gives a session of another account, which that account's services know", async () => {
    const { Credentials: session, AssumedRoleUser: user } = await assume();
    expect(user?.Arn).to.equal(`arn:aws:sts::${MEMBER}:assumed-role/Audit/run-1`);
    const credentials = {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken ?? "",
    };
    expect(credentials.accessKeyId).to.match(/^ASIA[A-Z0-9]{16}$/);
    expect(credentials.secretAccessKey).to.have.length(40);
    expect((session?.Expiration?.getTime() ?? 0) - Date.now()).to.be.within(3_590_000, 3_600_000);
    const { Account, Arn } = await aws.sts(credentials).send(new GetCallerIdentityCommand({}));
    expect([Account, Arn]).to.deep.equal([MEMBER, user?.Arn]);
  });

  const refused: Readonly<Record<string, readonly [Parameters<typeof assume>[0], string]>> = {
    "without its external id": [{ ExternalId: undefined }, "AccessDenied"],
    "with another external id": [{ ExternalId: "guessed" }, "AccessDenied"],
    "that does not exist": [{ RoleArn: `arn:aws:iam::${MEMBER}:role/Nobody` }, "AccessDenied"],
    "of an account that does not exist": [
      { RoleArn: "arn:aws:iam::999999999999:role/Audit" },
      "AccessDenied",
    ],
    "that does not trust the caller": [{ RoleArn: `arn:aws:iam::${MEMBER}:role/Closed` }, "AccessDenied"],
    "by something that is no ARN": [{ RoleArn: "Audit-without-an-arn" }, "ValidationError"],
    "for a minute": [{ DurationSeconds: 60 }, "ValidationError"],
    "under a name with blanks": [{ RoleSessionName: "a b" }, "ValidationError"],
  };
  for (const [name, [input, expected]] of Object.entries(refused))
    it(`refuses a role ${name}`, async () => {
      const said = await refusalOf(assume(input));
      expect(said.name).to.equal(expected);
      expect(said.status).to.equal(expected === "AccessDenied" ? 403 : 400);
    });

  it("says in AWS's words who may not do what", async () => {
    const { message } = await refusalOf(assume({ ExternalId: "guessed" }));
    expect(message).to.equal(
      `User: arn:aws:iam::${ACCOUNT}:user/tester is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    );
  });
});

describe("the emulated account", () => {
  let aws: Emulated;
  before(async () => {
    aws = await emulated();
    addRegion(aws.account, "af-south-1", "DISABLED");
    addRegion(aws.account, "ap-east-1", "ENABLED");
  });
  after(() => aws.emulator.close());

  it("lists its regions with their state, by name", async () => {
    const { Regions } = await aws.accounts().send(new ListRegionsCommand({}));
    expect(Regions).to.deep.equal([
      { RegionName: "af-south-1", RegionOptStatus: "DISABLED" },
      { RegionName: "ap-east-1", RegionOptStatus: "ENABLED" },
      { RegionName: "eu-west-1", RegionOptStatus: "ENABLED_BY_DEFAULT" },
      { RegionName: "us-east-1", RegionOptStatus: "ENABLED_BY_DEFAULT" },
    ]);
  });

  it("pages, and keeps the filter", async () => {
    const client = aws.accounts();
    const names: string[] = [];
    const input: ListRegionsCommandInput = { RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"] };
    let pages = 0;
    for await (const { Regions } of paginateListRegions({ client, pageSize: 2 }, input)) {
      pages++;
      names.push(...(Regions ?? []).map(({ RegionName }) => RegionName ?? ""));
    }
    expect([pages, names]).to.deep.equal([2, ["ap-east-1", "eu-west-1", "us-east-1"]]);
  });

  const ask = (input: ListRegionsCommandInput) =>
    refusalOf(aws.accounts().send(new ListRegionsCommand(input)));

  it("refuses other accounts, wrong page sizes and made-up tokens", async () => {
    expect((await ask({ AccountId: MEMBER })).name).to.equal("AccessDeniedException");
    expect((await ask({ MaxResults: 51 })).name).to.equal("ValidationException");
    expect((await ask({ NextToken: "made-up" })).name).to.equal("ValidationException");
  });
});
