import { expect } from "chai";
import { addIdentity } from "../../src/emulator/world.ts";
import { postern } from "../support/command.ts";
import { emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";
import { AWS_VARIABLES, variables } from "../support/variables.ts";

describe("--debug", () => {
  const set = variables(AWS_VARIABLES);
  let world: Emulated;
  beforeEach(async () => {
    world = await emulated();
    addIdentity(world.region, "example.com");
    set({
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
  });
  afterEach(() => world.emulator.close());

  const scan = (...more: readonly string[]) =>
    postern([
      "scan",
      "--endpoint-url",
      world.emulator.url,
      "--region",
      REGION,
      "--calls-per-second",
      "1000",
      "-f",
      "json",
      ...more,
    ]);

  it("tells of every attempt with operation, scope, time and request id, and of no secret", async () => {
    world.emulator.faults.add({
      service: "ses",
      operation: "ListIdentities",
      times: 1,
      effect: { kind: "error", when: "before" },
    });
    const { stderr } = await scan("--debug");
    const told = stderr.split("\n").filter((line) => / attempt \d/.test(line));
    expect(told).to.have.lengthOf(world.emulator.log.calls.length);
    const line = /^postern: \S+Z ListIdentities aws\/111122223333\/eu-west-1\/ses attempt 2: 200 in \d+ ms/;
    expect(
      told.some((one) => line.test(one)),
      stderr,
    ).to.equal(true);
    expect(told[0]).to.match(/GetCallerIdentity aws\/-\/[a-z0-9-]+\/sts attempt 1: 200 .*request \S+$/);
    expect(stderr).to.not.contain(KEY.secretAccessKey).and.to.not.contain("Signature");
    expect(stderr).to.not.contain(KEY.accessKeyId);
  });

  it("is silent where nobody asks for it", async () => {
    expect((await scan()).stderr).to.not.contain("attempt");
  });
});
