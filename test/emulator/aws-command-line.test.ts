import { expect } from "chai";
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";

const isInstalled = spawnSync("aws", ["--version"]).error === undefined;

const ARN = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com`;
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: ARN }],
});

const aws = async (...argv: readonly string[]): Promise<unknown> => {
  const { stdout } = await promisify(execFile)("aws", [...argv, "--output", "json"], {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_MAX_ATTEMPTS: "1",
    },
  });
  return stdout === "" ? null : JSON.parse(stdout);
};

describe("the emulator under the real aws command line", function () {
  this.timeout(120_000);
  let world: Emulated;
  before(async function () {
    if (!isInstalled) this.skip();
    world = await emulated();
  });
  after(() => world?.emulator.close());

  // Command lines before 2.13 do not know AWS_ENDPOINT_URL.
  const endpoint = (): readonly string[] => ["--endpoint-url", world.emulator.url];

  it("stores a policy by version 2 and shows it by version 1", async () => {
    const sesv2 = ["sesv2", ...endpoint()];
    await aws(...sesv2, "create-email-identity", "--email-identity", "example.com");
    const named = ["--email-identity", "example.com", "--policy-name", "p"];
    await aws(...sesv2, "create-email-identity-policy", ...named, "--policy", POLICY);
    const ses = ["ses", ...endpoint()];
    const shown = await aws(
      ...ses,
      "get-identity-policies",
      "--identity",
      "example.com",
      "--policy-names",
      "p",
    );
    expect(shown).to.deep.equal({ Policies: { p: POLICY } });
  });

  it("names the error of a service that speaks AWS JSON 1.1", async () => {
    const refused = await aws("organizations", ...endpoint(), "describe-organization").catch(
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
    expect(refused).to.include("(AWSOrganizationsNotInUseException)");
  });
});
