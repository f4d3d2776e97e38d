import { expect } from "chai";
import { CALL_LIMITS } from "../../src/aws/limits.ts";
import { loadConfig } from "../../src/config/load.ts";
import {
  answerConfigRule,
  type ConfigRuleAnswer,
  type ConfigRuleOptions,
} from "../../src/continuous/config-rule.ts";
import { addConfigRule } from "../../src/emulator/services/config/config.ts";
import { addIdentity, type ConfigRule } from "../../src/emulator/world.ts";
import { RULE, ruleEvent, TOKEN } from "../support/config-rule-event.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";
import { inFolder } from "../support/folder.ts";

const arnOf = (name: string, region = REGION): string => `arn:aws:ses:${region}:${ACCOUNT}:identity/${name}`;

const policyOf = (name: string, Principal: unknown, Condition?: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "ses:SendEmail", Resource: arnOf(name), Condition }],
  });

/** What the function fails with. */
const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.fail("the call was answered"),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe("a custom rule of AWS Config", function () {
  this.timeout(60_000);
  let world: Emulated;
  let rule: ConfigRule;
  beforeEach(async () => {
    world = await emulated();
    rule = addConfigRule(world.region, RULE, TOKEN);
  });
  afterEach(() => world.emulator.close());

  const answer = (
    event: unknown = ruleEvent(),
    more: Partial<ConfigRuleOptions> = {},
  ): Promise<ConfigRuleAnswer> =>
    answerConfigRule(event, {
      endpointUrl: world.emulator.url,
      credentials: KEY,
      region: REGION,
      limits: { ...CALL_LIMITS, timesDocumentedRate: 100 },
      ...more,
    });
  const has = (name: string, principal: unknown = "*", condition?: unknown): void =>
    void addIdentity(world.region, name, { policies: { senders: policyOf(name, principal, condition) } });
  /** `COMPLIANT annotation`, by type and id. */
  const held = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...rule.evaluations].map(([key, { ComplianceType, Annotation }]) => [
        key,
        `${ComplianceType} ${Annotation ?? ""}`,
      ]),
    );
  const of = (name: string): string => held()[`AWS::SES::EmailIdentity ${arnOf(name)}`] ?? "none";
  const account = (): string => held()[`AWS::::Account ${ACCOUNT}`] ?? "none";

  it("says of each identity what a scan says, and of the account that all was read", async () => {
    has("open.example");
    has("closed.example", { AWS: ACCOUNT });
    expect(await answer()).to.deep.equal({ rule: RULE, compliant: 2, nonCompliant: 1, notApplicable: 0 });
    expect(of("open.example")).to.match(
      /^NON_COMPLIANT SES-003: Anyone with an AWS account can send mail as/,
    );
    expect(of("closed.example")).to.equal("COMPLIANT Nothing stands against it.");
    expect(account()).to.equal(`COMPLIANT All was read: 2 resources, each evaluated by itself, in ${REGION}`);
    expect([...rule.evaluations.values()].map((one) => one.OrderingTimestamp)).to.deep.equal(
      Array(3).fill(Date.parse("2026-11-30T12:00:00.500Z") / 1000),
    );
  });

  it("says that there is nothing where there is none", async () => {
    await answer();
    expect(held()).to.have.all.keys(`AWS::::Account ${ACCOUNT}`);
    expect(account()).to.match(/^COMPLIANT All was read: 0 resources/);
  });

  it("takes what is undecided or was not read for not compliant, and says so", async () => {
    has("undecided.example", "*", { StringEquals: { "aws:Unheard": "x" } });
    has("unread.example", { AWS: ACCOUNT });
    for (const operation of ["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"])
      world.emulator.faults.add({ operation, subject: "unread.example", effect: { kind: "refuse" } });
    await answer();
    expect(of("undecided.example")).to.match(/^NON_COMPLIANT not decided: SES-003/);
    expect(of("unread.example")).to.match(/^NON_COMPLIANT not read: .*SES-003/);
    expect(account()).to.match(/^NON_COMPLIANT Not all was read: aws\/\S+ is partial/);
  });

  it("takes an account for not compliant whose identities cannot be listed, or not in time", async () => {
    has("open.example");
    await answer();
    const before = of("open.example");
    expect(before).to.match(/^NON_COMPLIANT SES-003/);
    world.emulator.faults.add({ operation: "ListIdentities", effect: { kind: "refuse" } });
    await answer();
    expect(account()).to.match(/^NON_COMPLIANT Not all was read: .*ListIdentities: AccessDenied/);
    // It may be there, and it may be open.
    expect(of("open.example")).to.match(
      /^NON_COMPLIANT not read: aws\/\S+: ListIdentities gave AccessDenied/,
    );
    world.emulator.faults.clear();
    world.emulator.faults.add({ operation: "ListIdentities", effect: { kind: "slow", ms: 2_000 } });
    await answer(ruleEvent(), { timeout: 500 });
    expect(account()).to.match(/^NON_COMPLIANT Not all was read: .*TimeIsUp/);
  });

  it("takes back what it said of identities that are no more, and of Regions that it does not read any more", async () => {
    const other = world.account.regions.get("us-east-1");
    if (other === undefined) throw new Error("there is no us-east-1");
    addIdentity(other, "far.example");
    has("open.example");
    has("stays.example");
    const ruleParameters = JSON.stringify({ regions: `${REGION},us-east-1` });
    await answer(ruleEvent({ ruleParameters }));
    const far = `AWS::SES::EmailIdentity ${arnOf("far.example", "us-east-1")}`;
    expect(held()[far]).to.match(/^COMPLIANT/);
    world.region.identities.delete("open.example");
    expect(await answer()).to.include({ nonCompliant: 1, notApplicable: 2 });
    expect(of("open.example")).to.equal("NOT_APPLICABLE It is no more, or is not judged any more.");
    expect(held()[far]).to.equal("NOT_APPLICABLE The rule does not read its region.");
    expect(await answer()).to.include({ notApplicable: 0 });
  });

  it("takes levels, exceptions and what may pass from the configuration, and hides nothing of it", async () => {
    has("open.example");
    has("undecided.example", "*", { StringEquals: { "aws:Unheard": "x" } });
    addIdentity(world.region, "plain.example", {
      dkim: { enabled: false, status: "NotStarted", tokens: [] },
    });
    await answer();
    expect(of("plain.example")).to.match(/^COMPLIANT below HIGH: SES-001: /);
    await inFolder({ "postern.config.yaml": "failOn: never\nallow: [undecided]\n" }, async (cwd) => {
      await answer(ruleEvent(), { config: loadConfig({ path: undefined, env: {}, cwd }) });
      expect(of("open.example")).to.match(/^COMPLIANT below never: SES-003: Anyone/);
      expect(of("undecided.example")).to.match(/^COMPLIANT not decided, which is allowed: SES-003/);
    });
    await inFolder({ "postern.config.yaml": "failOn: LOW\n" }, async (cwd) => {
      await answer(ruleEvent(), { config: loadConfig({ path: undefined, env: {}, cwd }) });
      expect(of("plain.example")).to.match(/^NON_COMPLIANT SES-001: /);
    });
  });

  it("puts a hundred at a time, and tries again what was throttled", async () => {
    for (let index = 0; index < 150; index += 1) addIdentity(world.region, `${index}.example`);
    const throttle = { kind: "throttle", code: "ThrottlingException", status: 400 } as const;
    world.emulator.faults.add({ operation: "PutEvaluations", times: 1, effect: throttle });
    world.emulator.faults.add({
      operation: "GetComplianceDetailsByConfigRule",
      effect: { kind: "pages", size: 60 },
    });
    expect(await answer()).to.include({ compliant: 151 });
    const calls = (): readonly string[] =>
      world.emulator.log.calls
        .filter(({ service }) => service === "config")
        .map(({ operation, status }) => `${operation} ${status}`);
    expect(calls()).to.deep.equal([
      "GetComplianceDetailsByConfigRule 200",
      "PutEvaluations 400",
      "PutEvaluations 200",
      "PutEvaluations 200",
    ]);
    world.region.identities.clear();
    expect(await answer()).to.include({ compliant: 1, notApplicable: 150 });
    expect(calls().filter((one) => one === "GetComplianceDetailsByConfigRule 200")).to.have.length(4);
  });

  it("cuts an annotation where AWS Config would refuse it, and shows control characters", async () => {
    const hostile = `"\u202e\u{1f4a5}${"x".repeat(50)}`;
    addIdentity(world.region, "open.example", {
      policies: Object.fromEntries(
        [1, 2, 3, 4, 5].map((index) => [`${hostile}${index}`, policyOf("open.example", "*")]),
      ),
    });
    await answer();
    const { Annotation = "" } =
      rule.evaluations.get(`AWS::SES::EmailIdentity ${arnOf("open.example")}`) ?? {};
    expect(Annotation.length).to.be.at.most(256);
    expect(Annotation).to.match(/^SES-003: .*⟨U\+202E⟩/);
    // No half of a pair.
    expect(Buffer.from(Annotation).toString()).to.equal(Annotation);
  });

  it("keeps nothing of a call by hand", async () => {
    has("open.example");
    expect(await answer(ruleEvent({ resultToken: "TESTMODE" }))).to.include({ nonCompliant: 1 });
    expect(held()).to.deep.equal({});
  });

  it("fails in one line where AWS Config takes nothing, or does not say what it had", async () => {
    has("open.example");
    expect(await refusalOf(answer(ruleEvent({ resultToken: "another" })))).to.match(
      /^PutEvaluations gave 400 InvalidResultTokenException/,
    );
    world.emulator.faults.add({
      operation: "GetComplianceDetailsByConfigRule",
      effect: { kind: "refuse" },
    });
    expect(await refusalOf(answer())).to.match(
      /^evaluations of identities that are no more may stand: GetCompliance\S+ gave 403 AccessDenied/,
    );
    // What was read now is put all the same.
    expect(of("open.example")).to.match(/^NON_COMPLIANT SES-003/);
    world.emulator.faults.clear();
    world.emulator.faults.add({ operation: "PutEvaluations", effect: { kind: "html" } });
    expect(await refusalOf(answer())).to.match(/^PutEvaluations gave 200/);
  });

  it("fails in one line over an event that is none, another account, or a Region that there is not", async () => {
    const events: readonly (readonly [unknown, RegExp])[] = [
      [{}, /^the event is not one of a periodic rule of AWS Config/],
      [ruleEvent({ accountId: "444455556666" }), /444455556666/],
      [ruleEvent({ ruleParameters: '{"regions":"eu-wset-1"}' }), /"eu-wset-1" is not known\. Did you mean/],
    ];
    for (const [event, says] of events) {
      const line = await refusalOf(answer(event));
      expect(line).to.match(says);
      expect(line).not.to.include("\n");
    }
    expect(held()).to.deep.equal({});
  });
});
