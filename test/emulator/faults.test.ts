import { BatchImportFindingsCommand, GetFindingsCommand } from "@aws-sdk/client-securityhub";
import {
  GetIdentityPoliciesCommand,
  ListIdentitiesCommand,
  VerifyDomainIdentityCommand,
  type ListIdentitiesCommandOutput,
} from "@aws-sdk/client-ses";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { FaultRule } from "../../src/emulator/faults.ts";
import { parseFault } from "../../src/emulator/parse-fault.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import { asffFinding } from "../support/asff-finding.ts";
import { ACCOUNT, emulated, KEY, refusalOf, REGION, type Emulated } from "../support/emulated.ts";
import { send } from "../support/signed-request.ts";

describe("faults of the emulator", () => {
  let aws: Emulated;
  before(async () => {
    aws = await emulated();
  });
  after(() => aws.emulator.close());
  beforeEach(() => {
    aws.emulator.faults.clear();
    aws.emulator.log.clear();
    aws.region.identities.clear();
    addIdentity(aws.region, "example.com", { policies: { p: "{}", q: "{}" } });
  });

  const plan = (rule: FaultRule): (() => void) => aws.emulator.faults.add(rule);
  const list = (attempts = 1): Promise<ListIdentitiesCommandOutput> =>
    aws.ses(REGION, KEY, attempts).send(new ListIdentitiesCommand({}));
  const verify = (attempts = 1) =>
    aws.ses(REGION, KEY, attempts).send(new VerifyDomainIdentityCommand({ Domain: "new.example" }));
  const push = (attempts: number, ...ids: readonly string[]) =>
    aws
      .hub(REGION, KEY, attempts)
      .send(new BatchImportFindingsCommand({ Findings: ids.map((Id) => asffFinding({ Id })) }));
  const failed = async (...ids: readonly string[]) =>
    (await push(1, ...ids)).FailedFindings?.map(({ Id, ErrorCode, ErrorMessage }) => [
      Id,
      ErrorCode,
      ErrorMessage,
    ]);
  /** A letter for each of so many calls in a row: x where one was refused. */
  const outcome = async (calls: number): Promise<string> => {
    const letters: string[] = [];
    for (let index = 0; index < calls; index++)
      letters.push(
        await list().then(
          () => "-",
          () => "x",
        ),
      );
    return letters.join("");
  };
  const raw = () => send({ url: aws.emulator.url, ...KEY, body: "Action=ListIdentities&Version=2010-12-01" });

  it("slow: the answer comes late", async () => {
    plan({ operation: "ListIdentities", effect: { kind: "slow", ms: 60 } });
    const began = performance.now();
    await list();
    expect(performance.now() - began).to.be.greaterThan(55);
  });

  it("throttle: in the words of each protocol, and the SDK tries again", async () => {
    const end = plan({ effect: { kind: "throttle" } });
    const ses = await refusalOf(list());
    expect([ses.name, ses.status, ses.message]).to.deep.equal(["Throttling", 400, "Rate exceeded"]);
    const hub = await refusalOf(aws.hub().send(new GetFindingsCommand({})));
    expect([hub.name, hub.status]).to.deep.equal(["TooManyRequestsException", 429]);
    end();
    plan({ effect: { kind: "throttle", code: "LimitExceededException", status: 429 }, times: 2 });
    expect((await push(3, "a")).SuccessCount).to.equal(1);
    expect(aws.emulator.log.counters.throttled).to.equal(4);
  });

  it("refuse: in AWS's words, by missing permission or by a service control policy", async () => {
    const end = plan({ effect: { kind: "refuse" } });
    const ses = await refusalOf(list());
    expect([ses.name, ses.status, ses.message]).to.deep.equal([
      "AccessDenied",
      403,
      `User: arn:aws:iam::${ACCOUNT}:user/tester is not authorized to perform: ses:ListIdentities ` +
        "because no identity-based policy allows the ses:ListIdentities action",
    ]);
    end();
    plan({ effect: { kind: "refuse", by: "scp" } });
    const hub = await refusalOf(push(1, "a"));
    expect([hub.name, hub.status]).to.deep.equal(["AccessDeniedException", 403]);
    expect(hub.message).to.match(
      /securityhub:BatchImportFindings with an explicit deny in a service control policy$/,
    );
  });

  it("error: before or after it was carried out", async () => {
    plan({ effect: { kind: "error" }, times: 1 });
    expect((await refusalOf(verify())).status).to.equal(500);
    expect([...aws.region.identities.keys()]).to.deep.equal(["example.com"]);
    plan({ effect: { kind: "error", status: 503, when: "after" }, times: 1 });
    expect((await refusalOf(verify())).status).to.equal(503);
    expect([...aws.region.identities.keys()]).to.deep.equal(["example.com", "new.example"]);
  });

  it("cut: before or after it was carried out, and a second attempt finds its way", async () => {
    plan({ effect: { kind: "cut", when: "before" }, times: 1 });
    await refusalOf(verify());
    expect([...aws.region.identities.keys()]).to.deep.equal(["example.com"]);
    plan({ effect: { kind: "cut", when: "after" }, times: 1 });
    await refusalOf(verify());
    expect([...aws.region.identities.keys()]).to.deep.equal(["example.com", "new.example"]);
    plan({ effect: { kind: "cut", when: "after" }, times: 1 });
    const { SuccessCount } = await push(2, "lost");
    expect(SuccessCount).to.equal(1);
    expect(aws.emulator.log.calls.map(({ status, batch }) => [status, batch?.stale])).to.deep.equal([
      [0, undefined],
      [0, undefined],
      [0, 0],
      [200, 1],
    ]);
  });

  it("lose-identity: it is listed, and then it is gone", async () => {
    plan({ effect: { kind: "lose-identity", identity: "example.com" } });
    expect((await list()).Identities).to.deep.equal(["example.com"]);
    expect((await list()).Identities).to.deep.equal([]);
  });

  it("html: the SDK reads nothing out of a page with status 200", async () => {
    plan({ effect: { kind: "html" } });
    const reply = await raw();
    expect([reply.status, reply.headers.get("content-type")]).to.deep.equal([200, "text/html"]);
    expect(reply.text).to.match(/^<!DOCTYPE html>/);
    expect((await list()).Identities).to.equal(undefined);
  });

  it("empty: status 200 and nothing", async () => {
    plan({ effect: { kind: "empty" } });
    const reply = await raw();
    expect([reply.status, reply.text]).to.deep.equal([200, ""]);
    expect((await list()).Identities).to.equal(undefined);
  });

  it("truncate: half of the answer", async () => {
    const whole = await raw();
    plan({ effect: { kind: "truncate" } });
    const half = await raw();
    expect(half.status).to.equal(200);
    expect(whole.text.startsWith(half.text) && half.text.length < whole.text.length).to.equal(true);
    await refusalOf(list());
  });

  it("omit-policy: GetIdentityPolicies keeps silent about one", async () => {
    plan({ subject: "example.com", effect: { kind: "omit-policy", policy: "p" } });
    const call = new GetIdentityPoliciesCommand({ Identity: "example.com", PolicyNames: ["p", "q"] });
    expect((await aws.ses().send(call)).Policies).to.deep.equal({ q: "{}" });
  });

  it("fail-findings: each id so often", async () => {
    plan({
      effect: { kind: "fail-findings", ids: ["a", "b"], code: "InternalFailure", message: "later" },
      times: 2,
    });
    expect(await failed("a", "c")).to.deep.equal([["a", "InternalFailure", "later"]]);
    expect(await failed("a", "b")).to.deep.equal([
      ["a", "InternalFailure", "later"],
      ["b", "InternalFailure", "later"],
    ]);
    expect(await failed("a", "b", "c")).to.deep.equal([["b", "InternalFailure", "later"]]);
    expect(await failed("a", "b", "c")).to.deep.equal([]);
  });

  describe("rules", () => {
    const effect = { kind: "throttle" } as const;
    const cases: readonly (readonly [Omit<FaultRule, "effect">, string])[] = [
      [{}, "xxxxxxxx"],
      [{ times: 2 }, "xx------"],
      [{ after: 3 }, "---xxxxx"],
      [{ every: 3 }, "--x--x--"],
      [{ after: 1, every: 2, times: 2 }, "--x-x---"],
      [
        { service: "ses", operation: "ListIdentities", account: ACCOUNT, region: REGION, times: 1 },
        "x-------",
      ],
      [{ service: "sts" }, "--------"],
      [{ operation: "ListIdentityPolicies" }, "--------"],
      [{ account: "999999999999" }, "--------"],
      [{ region: "us-east-1" }, "--------"],
      [{ subject: "example.com" }, "--------"],
    ];
    for (const [rule, expected] of cases)
      it(`${JSON.stringify(rule)} strikes as ${expected}`, async () => {
        plan({ ...rule, effect });
        expect(await outcome(expected.length)).to.equal(expected);
      });

    it("count by themselves, and end one by one", async () => {
      const end = plan({ after: 2, effect });
      plan({ times: 1, effect });
      expect(await outcome(4)).to.equal("x-xx");
      end();
      expect(await outcome(2)).to.equal("--");
    });

    it("two that are alike count each for themselves", async () => {
      const rule: FaultRule = { times: 1, effect };
      plan(rule);
      plan({ ...rule });
      plan({ ...rule, after: 1 });
      expect(await outcome(4)).to.equal("xx--");
    });

    it("strike after the signature was checked", async () => {
      plan({ effect: { kind: "error" } });
      const stranger = { ...KEY, secretAccessKey: "another" };
      const said = await refusalOf(aws.sts(stranger).send(new GetCallerIdentityCommand({})));
      expect(said.name).to.equal("SignatureDoesNotMatch");
    });
  });
});

describe("faults in words", () => {
  const rules: Readonly<Record<string, FaultRule>> = {
    "slow ms=250 service=ses": { service: "ses", effect: { kind: "slow", ms: 250 } },
    "throttle operation=ListIdentities region=eu-west-1 times=2": {
      operation: "ListIdentities",
      region: "eu-west-1",
      times: 2,
      effect: { kind: "throttle" },
    },
    "  throttle   code=LimitExceededException status=429 ": {
      effect: { kind: "throttle", code: "LimitExceededException", status: 429 },
    },
    "refuse by=scp account=111122223333": { account: ACCOUNT, effect: { kind: "refuse", by: "scp" } },
    "error status=503 when=after every=3 after=1": {
      every: 3,
      after: 1,
      effect: { kind: "error", status: 503, when: "after" },
    },
    cut: { effect: { kind: "cut", when: "before" } },
    "lose-identity identity=a=b@example.com": {
      effect: { kind: "lose-identity", identity: "a=b@example.com" },
    },
    html: { effect: { kind: "html" } },
    empty: { effect: { kind: "empty" } },
    truncate: { effect: { kind: "truncate" } },
    "omit-policy policy=p subject=example.com": {
      subject: "example.com",
      effect: { kind: "omit-policy", policy: "p" },
    },
    "fail-findings ids=a,b code=InvalidInput": {
      effect: { kind: "fail-findings", ids: ["a", "b"], code: "InvalidInput" },
    },
  };
  for (const [words, rule] of Object.entries(rules))
    it(`takes "${words}"`, () => {
      expect(parseFault(words)).to.deep.equal(rule);
    });

  const wrong: Readonly<Record<string, RegExp>> = {
    "": /unknown fault ""; there are slow, throttle/,
    explode: /unknown fault "explode"/,
    constructor: /unknown fault/,
    "slow ms=soon": /"ms=soon" is not a number/,
    "slow quickly": /"quickly" is not name=value/,
    "html ms=1": /"html" does not take "ms"; it takes service, operation/,
    "cut when=never": /"when=never" is not one of before, after/,
    "omit-policy": /"policy=…" is missing/,
  };
  for (const [words, says] of Object.entries(wrong))
    it(`refuses "${words}"`, () => {
      expect(() => parseFault(words)).to.throw(says);
    });
});
