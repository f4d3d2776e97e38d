import { GetFindingsCommand } from "@aws-sdk/client-securityhub";
import { ListIdentitiesCommand, ListIdentityPoliciesCommand } from "@aws-sdk/client-ses";
import { expect } from "chai";
import { AWS_RATES, newRateLimit } from "../../src/emulator/rates.ts";
import { emulated, refusalOf } from "../support/emulated.ts";

const CALL = { service: "securityhub", operation: "BatchImportFindings", account: "1", region: "a" };

/** How many of so many calls, one every few milliseconds, are let through. */
const passed = (calls: number, everyMs: number, call = CALL): number => {
  const within = newRateLimit(AWS_RATES);
  return Array.from({ length: calls }, (_, index) => within(call, index * everyMs)).filter(Boolean).length;
};

describe("rates of the emulator", () => {
  it("let a burst of 30 imports through, then ten a second", () => {
    expect(passed(100, 0)).to.equal(30);
    expect(passed(100, 100)).to.equal(100);
    expect(passed(1000, 10)).to.be.within(129, 130);
  });

  it("let six reads through, then three a second", () => {
    const reads = { ...CALL, operation: "GetFindings" };
    expect(passed(100, 0, reads)).to.equal(6);
    expect(passed(100, 334, reads)).to.equal(100);
  });

  it("let one SES call a second through", () => {
    const list = { ...CALL, service: "ses", operation: "ListIdentities" };
    expect(passed(10, 0, list)).to.equal(1);
    expect(passed(10, 500, list)).to.equal(5);
    expect(passed(10, 1000, list)).to.equal(10);
  });

  it("may be shared by all operations of a service", () => {
    const within = newRateLimit({
      ses: { perSecond: 1, burst: 3 },
      "ses:ListIdentities": { perSecond: 1, burst: 1 },
    });
    const call = (operation: string): boolean => within({ ...CALL, service: "ses", operation }, 0);
    expect(["ListIdentities", "ListIdentities", "One", "Other", "Third"].map(call)).to.deep.equal([
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it("leave alone what has none", () => {
    expect(passed(100, 0, { ...CALL, service: "sts" })).to.equal(100);
  });

  it("hold over the wire, each operation, region and account for itself", async () => {
    let now = 0;
    const aws = await emulated({ rates: AWS_RATES, clock: () => now });
    const list = new ListIdentitiesCommand({});
    await aws.ses().send(list);
    expect((await refusalOf(aws.ses().send(list))).name).to.equal("Throttling");
    await aws.ses("us-east-1").send(list);
    await aws.ses().send(new ListIdentityPoliciesCommand({ Identity: "example.com" }));
    now = 1000;
    await aws.ses().send(list);
    for (let index = 0; index < 6; index++) await aws.hub().send(new GetFindingsCommand({}));
    const said = await refusalOf(aws.hub().send(new GetFindingsCommand({})));
    expect([said.name, said.status]).to.deep.equal(["TooManyRequestsException", 429]);
    expect(aws.emulator.log.counters.throttled).to.equal(2);
    await aws.emulator.close();
  });
});
