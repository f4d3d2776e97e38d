import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addAccount, addIdentity, addOrganization, type Organization } from "../../src/emulator/world.ts";
import { postern, type Outcome } from "../support/command.ts";
import { ACCOUNT, emulated, REGION, type Emulated } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";
import { AWS_ENVIRONMENT } from "../support/killed.ts";

const ROLE = "arn:aws:iam::{account}:role/PosternAudit";
const OF_FILE = ["--accounts-file", "accounts", "--role-arn", ROLE];
/** Members beside the management account, so that ListAccounts has three pages. */
const MEMBERS = Array.from({ length: 45 }, (_, index) => String(222_200_000_000 + index));

const openTo = (principal: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" },
  });

describe("a scan of an organisation", function () {
  this.timeout(120_000);
  const folder = aFolder();
  const saved: Record<string, string | undefined> = {};
  let world: Emulated;
  let organization: Organization;
  before(() => {
    for (const [name, value] of Object.entries(AWS_ENVIRONMENT)) {
      saved[name] = process.env[name];
      process.env[name] = value;
    }
  });
  after(() => {
    for (const [name, value] of Object.entries(saved))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  beforeEach(async () => {
    world = await emulated();
    for (const id of MEMBERS) {
      const account = addAccount(world.emulator.world, { id, name: `member ${id}`, regions: [REGION] });
      account.roles.set("PosternAudit", { name: "PosternAudit", trusted: [ACCOUNT], externalId: "x-1" });
    }
    organization = addOrganization(world.emulator.world, "o-exampleorg1", ACCOUNT);
  });
  afterEach(() => world.emulator.close());

  const run = (command: string, argv: readonly string[]): Promise<Outcome> =>
    postern([command, "--endpoint-url", world.emulator.url, "--calls-per-second", "1000", ...argv], {
      cwd: folder(),
    });
  const scan = (argv: readonly string[], external = "x-1"): Promise<Outcome> =>
    run("scan", [
      ..."-q --now 2026-11-30T12:00:00Z -f json=r.json --save-snapshot s.jsonl".split(" "),
      "--external-id",
      external,
      ...argv,
    ]);
  const all = (argv: readonly string[] = []): Promise<Outcome> =>
    scan(["--org", "--role-arn", ROLE, ...argv]);
  const snapshot = (): readonly Record<string, unknown>[] =>
    readFileSync(join(folder(), "s.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const scopes = (): readonly Record<string, unknown>[] => snapshot().filter(({ kind }) => kind === "scope");
  const accountsRead = (): readonly string[] =>
    [...new Set(scopes().map(({ id }) => String(id).split("/")[1] ?? ""))].sort();

  const exposures = (): readonly unknown[] =>
    (
      JSON.parse(readFileSync(join(folder(), "r.json"), "utf8")) as {
        readonly findings: readonly { readonly ruleId: string; readonly data: Record<string, string> }[];
      }
    ).findings
      .filter(({ ruleId }) => ruleId === "SES-003")
      .map(({ data }) => data["exposure"]);

  it("reads every active account of every page, its own by its own credentials", async () => {
    const [suspended = "", closing = ""] = MEMBERS;
    const states = organization.members;
    for (const [id, state] of [
      [suspended, "SUSPENDED"],
      [closing, "PENDING_CLOSURE"],
    ] as const) {
      const member = states.get(id);
      if (member !== undefined) member.state = state;
    }
    const { code, stderr } = await all();
    expect(code, stderr).to.equal(0);
    expect(accountsRead()).to.deep.equal([ACCOUNT, ...MEMBERS]);
    const excluded = scopes().filter(({ status }) => status !== "complete");
    expect(excluded.map(({ status, reason }) => ({ status, reason }))).to.deep.equal(
      ["SUSPENDED", "PENDING_CLOSURE"].map((state) => ({
        status: "excluded",
        reason: `the account is ${state} in its organisation, and not read`,
      })),
    );
    const calls = world.emulator.log.calls.filter(({ operation }) => operation === "ListAccounts");
    expect(calls).to.have.length(3);
  });

  it("counts an account that cannot be entered as unread, and goes on", async () => {
    const [closed = "", foreign = ""] = MEMBERS;
    world.emulator.world.accounts.get(closed)?.roles.clear();
    world.emulator.world.accounts
      .get(foreign)
      ?.roles.set("PosternAudit", { name: "PosternAudit", trusted: [ACCOUNT], externalId: "other" });
    const { code, stderr } = await all(["--region", REGION]);
    expect(code, stderr).to.equal(3);
    expect(accountsRead()).to.have.length(46);
    const unread = scopes().filter(({ status }) => status === "unread");
    expect(unread.map(({ id }) => id)).to.deep.equal([
      `aws/${closed}/${REGION}/ses`,
      `aws/${foreign}/${REGION}/ses`,
    ]);
    expect(unread[0]).to.have.nested.property("unread.operation", "AssumeRole");
  });

  it("counts an account that a service control policy denies as unread, and goes on", async () => {
    const [denied = "", closed = ""] = MEMBERS;
    const { faults } = world.emulator;
    faults.add({ service: "ses", account: denied, effect: { kind: "refuse", by: "scp" } });
    // A policy of the organisation may deny everything, the regions too.
    faults.add({ account: closed, effect: { kind: "refuse", by: "scp" } });
    const { code, stderr } = await all();
    expect(code, stderr).to.equal(3);
    const unread = scopes().filter(({ status }) => status === "unread");
    const of = (account: string): readonly unknown[] =>
      unread.filter(({ id }) => String(id).includes(account)).map(({ id }) => id);
    expect(of(denied)).to.deep.equal([`aws/${denied}/${REGION}/ses`]);
    expect(of(closed)).to.include(`aws/${closed}/us-east-1/account`);
    expect(of(closed)).to.include(`aws/${closed}/${REGION}/ses`);
    expect(unread.every(({ id }) => String(id).includes(denied) || String(id).includes(closed))).to.equal(
      true,
    );
    expect(JSON.stringify(unread)).to.include("service control policy");
    const calls = world.emulator.log.calls.filter(({ account }) => account === closed);
    expect(calls.length, "a refusal is not asked for again").to.be.at.most(45);
  });

  it("reads a unit and what is below it, and leaves accounts out", async () => {
    organization.units.set("ou-abcd-11111111", "r-root").set("ou-abcd-22222222", "ou-abcd-11111111");
    const [one = "", two = "", three = ""] = MEMBERS;
    for (const [id, parent] of [
      [one, "ou-abcd-11111111"],
      [two, "ou-abcd-22222222"],
      [three, "ou-abcd-22222222"],
    ] as const) {
      const member = organization.members.get(id);
      if (member !== undefined) member.parent = parent;
    }
    const { code, stderr } = await all(["--ou", "ou-abcd-11111111", "--exclude-account", three]);
    expect(code, stderr).to.equal(0);
    expect(accountsRead()).to.deep.equal([one, two]);
  });

  it("says that accounts may be missing where the listing breaks", async () => {
    world.emulator.faults.add({ operation: "ListAccounts", after: 1, effect: { kind: "refuse" } });
    const { code } = await all(["--region", REGION]);
    expect(code).to.equal(3);
    expect(accountsRead()).to.have.length(20);
    expect(scopes().find(({ id }) => String(id).endsWith("/organizations"))).to.deep.include({
      id: `aws/${ACCOUNT}/${REGION}/organizations`,
      status: "unread",
    });
  });

  for (const kind of ["repeat-page", "bad-token", "omit-member"] as const)
    it(`ends, and passes nothing over in silence, where a page goes wrong: ${kind}`, async () => {
      world.emulator.faults.add({
        operation: "ListAccounts",
        effect: kind === "omit-member" ? { kind, member: "Accounts" } : { kind },
      });
      const { code } = await all(["--region", REGION]);
      expect(code).to.equal(kind === "omit-member" ? 2 : 3);
    });

  it("ends with one line where the accounts cannot be listed, or there is no role for each", async () => {
    const [member = ""] = MEMBERS;
    const bare = await scan(["--org"]);
    expect(bare.code).to.equal(2);
    expect(bare.stderr).to.include("through a role that each account has");
    world.emulator.faults.add({ operation: "ListAccounts", effect: { kind: "refuse" } });
    const refused = await all();
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.match(/ListAccounts gave AccessDenied.*management account or a delegated/);
    expect((await scan(["--org", "--account", member, "--role-arn", ROLE])).code).to.equal(2);
  });

  it("takes the organisation and its accounts for no strangers where it is told to", async () => {
    const [member = "", other = ""] = MEMBERS;
    const regions = world.emulator.world.accounts.get(member)?.regions;
    for (const region of regions?.values() ?? []) {
      addIdentity(region, "a.example", { policies: { p: openTo({ AWS: `arn:aws:iam::${other}:root` }) } });
      addIdentity(region, "b.example", {
        policies: {
          p: openTo({ AWS: "*" }).replace(
            '"Resource"',
            '"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-exampleorg1"}},"Resource"',
          ),
        },
      });
    }
    const few = ["--region", REGION];
    await all(few);
    expect(exposures()).to.deep.equal(["cross-account", "restricted"]);
    await all([...few, "--trust-own-accounts", "--trust-org"]);
    expect(exposures()).to.deep.equal(["private", "private"]);
    // A member may ask for the organisation's id too, without reading the organisation.
    await scan(["--account", member, "--role-arn", ROLE, ...few, "--trust-org"]);
    expect(exposures()).to.deep.equal(["cross-account", "private"]);
  });

  it("reads the accounts of a file, and says which line is none", async () => {
    const [one = "", two = "", three = ""] = MEMBERS;
    const file = join(folder(), "accounts");
    writeFileSync(file, `# ours\n${one} first\n\n${two}\n`);
    expect((await scan(OF_FILE)).code).to.equal(0);
    expect(accountsRead()).to.deep.equal([one, two]);
    const Accounts = [
      { Id: one, State: "SUSPENDED" },
      { Id: three, State: "ACTIVE" },
    ];
    writeFileSync(file, JSON.stringify({ Accounts }));
    expect((await scan(OF_FILE)).code).to.equal(0);
    expect(accountsRead()).to.deep.equal([three]);
    writeFileSync(file, `${one}\n12345\n`);
    const bad = await scan(OF_FILE);
    expect(bad.code).to.equal(2);
    expect(bad.stderr).to.include("accounts:2: the line begins with no account id");
  });

  it("reads a region that only the account knows", async () => {
    const { addRegion } = await import("../../src/emulator/world.ts");
    addIdentity(addRegion(world.account, "eu-north-9"), "new.example");
    for (const argv of [[], ["--region", "eu-north-9"]]) {
      const { code, stderr } = await scan(argv);
      expect(code, stderr).to.be.oneOf([0, 1]);
      expect(scopes().find(({ id }) => String(id).includes("eu-north-9"))).to.include({ listed: 1 });
    }
    expect((await scan(["--region", "eu-nroth-1"])).stderr).to.include("Did you mean eu-north-1?");
  });

  it("is told by doctor: the listing, the accounts that cannot be entered, and each lane", async () => {
    world.emulator.world.accounts.get(MEMBERS[3] ?? "")?.roles.clear();
    const { code, stdout, stderr } = await run("doctor", [
      "--org",
      "--role-arn",
      ROLE,
      "--external-id",
      "x-1",
      "--region",
      REGION,
    ]);
    expect(code, stderr).to.equal(3);
    expect(stdout).to.match(/ListAccounts +works +1 +0/);
    expect(stdout).to.match(/GetEmailIdentityPolicies +works +45 +0/);
    expect(stdout).to.include(MEMBERS[3]);
  });
});
