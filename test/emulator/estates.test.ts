import { ListRegionsCommand } from "@aws-sdk/client-account";
import { DescribeHubCommand } from "@aws-sdk/client-securityhub";
import {
  GetIdentityPoliciesCommand,
  GetIdentityVerificationAttributesCommand,
  ListIdentitiesCommand,
  ListIdentityPoliciesCommand,
  PutIdentityPolicyCommand,
} from "@aws-sdk/client-ses";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { DEMO } from "../../src/emulator/estates/demo.ts";
import type { Estate, Planted } from "../../src/emulator/estates/estate.ts";
import { HOSTILE_TEXTS } from "../../src/emulator/estates/hostile.ts";
import { ESTATES } from "../../src/emulator/estates/index.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import type { Identity } from "../../src/emulator/world.ts";
import { clientsOf, refusalOf, type Clients, type Credentials } from "../support/emulated.ts";

/** Sessions of the audit role in every account, as a scan opens them. */
const assumeEverywhere = async (url: string): Promise<readonly (readonly [account: string, Clients])[]> => {
  const first = clientsOf(url, DEMO);
  const sessions: (readonly [string, Clients])[] = [];
  for (const { id } of DEMO.accounts) {
    const { Credentials: session } = await first.sts().send(
      new AssumeRoleCommand({
        RoleArn: DEMO.roleArnTemplate.replace("{account}", id),
        RoleSessionName: "postern",
      }),
    );
    const credentials: Credentials = {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken ?? "",
    };
    sessions.push([id, clientsOf(url, credentials)]);
  }
  return sessions;
};

const identityOf = ({ world }: Estate, { account, region, name }: Planted): Identity => {
  const identity = world.accounts.get(account)?.regions.get(region)?.identities.get(name);
  if (identity === undefined) throw new Error(`${name} was planted and is not there`);
  return identity;
};

const EXAMPLE = /(?:^|[@.])(?:example\.(?:com|org|net)|[a-z]+\.example)$/;

describe("the demo estate", () => {
  let estate: Estate;
  let emulator: Emulator;
  beforeEach(async () => {
    estate = ESTATES.demo();
    emulator = await startEmulator({ world: estate.world, faults: estate.faults });
  });
  afterEach(() => emulator.close());

  const those = (exposure: string): readonly Planted[] =>
    estate.planted.filter((planted) => planted.exposure === exposure);

  it("is three accounts, four regions and about sixty identities of every kind", () => {
    expect(DEMO.accounts.map(({ id }) => id)).to.deep.equal([...estate.world.accounts.keys()]);
    expect(DEMO.regions).to.have.length(4);
    expect(estate.planted).to.have.length.within(55, 70);
    const kinds = new Set(estate.planted.map(({ exposure }) => exposure));
    expect([...kinds].toSorted()).to.deep.equal(
      "cross-account exposed gone invalid private restricted undecided unread".split(" "),
    );
    for (const { id } of DEMO.accounts)
      expect(
        estate.planted.some(({ account, exposure }) => account === id && exposure === "exposed"),
      ).to.equal(true);
  });

  it("names each identity once, by example domains only, and says why it is so", () => {
    const names = estate.planted.map(({ account, region, name }) => `${account} ${region} ${name}`);
    expect(new Set(names).size).to.equal(names.length);
    for (const { name, why } of estate.planted) {
      expect(name).to.match(EXAMPLE);
      expect(why).to.not.equal("");
    }
  });

  it("has what the other rules look for: DKIM off, unverified", () => {
    const identities = estate.planted.map((planted) => identityOf(estate, planted));
    expect(
      identities.filter(({ dkim, type }) => type === "Domain" && !dkim.enabled),
    ).to.have.length.greaterThan(3);
    const states = new Set(identities.map(({ verification }) => verification));
    expect([...states].toSorted()).to.deep.equal(["Failed", "Pending", "Success", "TemporaryFailure"]);
  });

  it("holds policies that SES takes, but for those that are planted as broken", async () => {
    const clean = await startEmulator({ world: estate.world });
    const sessions = new Map(await assumeEverywhere(clean.url));
    const outcomes: (readonly [name: string, exposure: string, taken: boolean])[] = [];
    for (const planted of estate.planted)
      for (const [PolicyName, Policy] of identityOf(estate, planted).policies) {
        const call = new PutIdentityPolicyCommand({ Identity: planted.name, PolicyName, Policy });
        const said = await sessions
          .get(planted.account)
          ?.ses(planted.region)
          .send(call)
          .then(
            () => "taken",
            (error: Error) => error.name,
          );
        outcomes.push([`${planted.name} ${PolicyName}`, planted.exposure, said === "taken"]);
      }
    await clean.close();
    expect(outcomes.length).to.be.greaterThan(40);
    const odd = outcomes.filter(([, exposure, taken]) => taken === (exposure === "invalid"));
    expect(odd.map(([name]) => name)).to.deep.equal(["shoes.fashion.example guard"]);
  });

  it("shows the SDK exactly what was planted, in every account, through the role", async () => {
    const seen: string[] = [];
    const refusedScopes: string[] = [];
    for (const [account, clients] of await assumeEverywhere(emulator.url)) {
      const { Regions = [] } = await clients.accounts().send(new ListRegionsCommand({}));
      const off = Regions.filter(({ RegionOptStatus }) => RegionOptStatus === "DISABLED");
      expect(off.map(({ RegionName }) => RegionName)).to.deep.equal(DEMO.disabledRegions);
      for (const region of DEMO.regions) {
        await clients.hub(region).send(new DescribeHubCommand({}));
        try {
          const { Identities = [], NextToken } = await clients
            .ses(region)
            .send(new ListIdentitiesCommand({}));
          expect(NextToken).to.equal(undefined);
          seen.push(...Identities.map((name) => `${account} ${region} ${name}`));
        } catch (error) {
          refusedScopes.push(`${account} ${region} ${error instanceof Error ? error.message : ""}`);
        }
      }
    }
    const planted = estate.planted.map(({ account, region, name }) => `${account} ${region} ${name}`);
    expect(seen.toSorted()).to.deep.equal(planted.toSorted());
    expect(refusedScopes).to.have.length(1);
    expect(refusedScopes[0]).to.match(
      /^777788889999 us-west-2 .* explicit deny in a service control policy$/,
    );
  });

  it("refuses what is planted as unread, and loses what is planted as gone", async () => {
    const sessions = new Map(await assumeEverywhere(emulator.url));
    for (const { account, region, name } of those("unread")) {
      const ses = sessions.get(account)?.ses(region) ?? clientsOf(emulator.url, DEMO).ses(region);
      const { PolicyNames = [] } = await ses.send(new ListIdentityPoliciesCommand({ Identity: name }));
      expect(PolicyNames).to.have.length.greaterThan(0);
      const said = await refusalOf(ses.send(new GetIdentityPoliciesCommand({ Identity: name, PolicyNames })));
      expect([said.name, said.status]).to.deep.equal(["AccessDenied", 403]);
    }
    expect(those("gone")).to.have.length(1);
    for (const { account, region, name } of those("gone")) {
      const ses = sessions.get(account)?.ses(region) ?? clientsOf(emulator.url, DEMO).ses(region);
      const verification = new GetIdentityVerificationAttributesCommand({ Identities: [name] });
      expect((await ses.send(verification)).VerificationAttributes).to.have.property(name);
      await ses.send(new ListIdentitiesCommand({}));
      expect((await ses.send(verification)).VerificationAttributes).to.deep.equal({});
    }
  });

  it("is the same each time it is made", () => {
    const again = ESTATES.demo();
    expect(again.planted).to.deep.equal(estate.planted);
    expect(again.world).to.not.equal(estate.world);
    expect(again.world).to.deep.equal(estate.world);
  });
});

describe("the empty estate", () => {
  it("has regions and hubs, and nothing in them", async () => {
    const { world, accessKeyId, secretAccessKey, planted } = ESTATES.empty();
    const emulator = await startEmulator({ world });
    const clients = clientsOf(emulator.url, { accessKeyId, secretAccessKey });
    for (const region of DEMO.regions) {
      expect((await clients.ses(region).send(new ListIdentitiesCommand({}))).Identities).to.deep.equal([]);
      await clients.hub(region).send(new DescribeHubCommand({}));
    }
    expect(planted).to.deep.equal([]);
    await emulator.close();
  });
});

describe("the hostile estate", () => {
  it("gives every text back as it was planted", async () => {
    const { world, accessKeyId, secretAccessKey, planted } = ESTATES.hostile();
    const emulator = await startEmulator({ world });
    const keys = { accessKeyId, secretAccessKey };
    // On a machine that does much else, a kept connection may end between two calls.
    const ses = clientsOf(emulator.url, keys).ses("us-east-1", keys, 3);
    const { Identities = [] } = await ses.send(new ListIdentitiesCommand({ MaxItems: 1000 }));
    expect(Identities.toSorted()).to.deep.equal(planted.map(({ name }) => name).toSorted());
    expect(Identities).to.include.members(Object.values(HOSTILE_TEXTS));
    expect(Identities.map(({ length }) => length)).to.include(320);
    for (const Identity of Identities) {
      const { PolicyNames = [] } = await ses.send(new ListIdentityPoliciesCommand({ Identity }));
      const { Policies = {} } = await ses.send(new GetIdentityPoliciesCommand({ Identity, PolicyNames }));
      const stored = world.accounts
        .get("111122223333")
        ?.regions.get("us-east-1")
        ?.identities.get(Identity)?.policies;
      expect(PolicyNames).to.deep.equal([...(stored?.keys() ?? [])].toSorted());
      // the SDK builds its map on a plain object, on which the name __proto__ is lost
      const names = PolicyNames.filter((name) => name !== "__proto__");
      expect(names.map((name) => Policies[name])).to.deep.equal(names.map((name) => stored?.get(name)));
    }
    await emulator.close();
  });
});
