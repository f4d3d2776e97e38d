import { expect } from "chai";
import { DEMO, demoEstate } from "../../src/emulator/estates/demo.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import { postern, type Outcome } from "../support/command.ts";

describe("doctor", () => {
  let emulator: Emulator;
  const before = { ...process.env };
  const keys = { AWS_ACCESS_KEY_ID: DEMO.accessKeyId, AWS_SECRET_ACCESS_KEY: DEMO.secretAccessKey };
  beforeEach(async () => {
    const { world, faults } = demoEstate();
    emulator = await startEmulator({ world, faults });
    Object.assign(process.env, keys);
  });
  afterEach(async () => {
    for (const name of Object.keys(keys)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await emulator.close();
  });
  const doctor = (...argv: readonly string[]): Promise<Outcome> =>
    postern(["doctor", "--endpoint-url", emulator.url, "--calls-per-second", "1000", ...argv]);

  it("tries each call in each enabled region, and exits 0 where all work", async () => {
    const { stdout, code } = await doctor();
    expect(stdout).to.match(/GetIdentityPolicies\s+works\s+4\s+0/);
    expect(stdout).to.include("Everything that a scan needs works.");
    expect(code).to.equal(0);
  });

  it("names what is refused and where, with the statement that allows it, and exits 3", async () => {
    const { stdout, code } = await doctor(
      "--role-arn",
      DEMO.roleArnTemplate.replace("{account}", "777788889999"),
      "--region",
      "us-west-2",
    );
    expect(stdout).to.match(/ListIdentities\s+refused\s+0\s+1/);
    expect(stdout).to.include("777788889999 us-west-2: ListIdentities gave AccessDenied");
    expect(stdout).to.include('"ses:ListIdentities"');
    expect(code).to.equal(3);
  });

  it("refuses a region that is not known", async () => {
    expect((await doctor("--region", "eu-wset-1")).stderr).to.include("Did you mean eu-west-1?");
  });
});
