import { expect } from "chai";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEMO, demoEstate } from "../../src/emulator/estates/demo.ts";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { AWS_VARIABLES, PROXY_VARIABLES, variables } from "../support/variables.ts";

const [{ id: account } = { id: "" }] = DEMO.accounts;
const SSO_SESSION = "staff";

const CONFIG = `[profile keys]
region = eu-central-1
aws_access_key_id = ${DEMO.accessKeyId}
aws_secret_access_key = ${DEMO.secretAccessKey}

[profile audit]
region = us-west-2
role_arn = ${DEMO.roleArnTemplate.replace("{account}", account)}
source_profile = keys

[profile staff]
region = eu-west-1
sso_session = ${SSO_SESSION}
sso_account_id = ${account}
sso_role_name = Audit

[sso-session ${SSO_SESSION}]
sso_region = ap-southeast-2
sso_start_url = https://staff.example.com/start
`;

/** What `aws sso login` leaves behind. */
const TOKEN = JSON.stringify({ accessToken: "a token", expiresAt: "2999-01-01T00:00:00Z" });

describe("a profile of the AWS configuration files", () => {
  const folder = aFolder();
  const set = variables([...AWS_VARIABLES, ...PROXY_VARIABLES, "HOME", "USERPROFILE"]);
  let emulator: Emulator;
  let proxy: Proxy;

  beforeEach(async () => {
    emulator = await startEmulator(demoEstate());
    proxy = await startProxy();
    const cache = join(folder(), ".aws", "sso", "cache");
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, `${createHash("sha1").update(SSO_SESSION).digest("hex")}.json`), TOKEN);
    const config = join(folder(), "config");
    writeFileSync(config, CONFIG);
    set({
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: join(folder(), "credentials"),
      HOME: folder(),
      USERPROFILE: folder(),
    });
  });
  afterEach(async () => {
    await proxy.close();
    await emulator.close();
  });

  const doctor = (profile: string, ...argv: readonly string[]): Promise<Outcome> =>
    postern(["doctor", "--profile", profile, "--calls-per-second", "1000", ...argv], { cwd: folder() });
  /** Where the calls of an operation went, each place once. */
  const regions = (operation: string): readonly string[] => [
    ...new Set(emulator.log.calls.filter((call) => call.operation === operation).map(({ region }) => region)),
  ];

  it("names the region of what has none of its own", async () => {
    const { code } = await doctor("keys", "--endpoint-url", emulator.url);
    expect(code).to.equal(0);
    expect(regions("GetCallerIdentity")).to.deep.equal(["eu-central-1"]);
    expect(regions("ListRegions")).to.deep.equal(["eu-central-1"]);
  });

  it("gives way to a region of the environment", async () => {
    await postern(["doctor", "--profile", "keys", "--endpoint-url", emulator.url], {
      env: { AWS_REGION: "us-east-1" },
    });
    expect(regions("GetCallerIdentity")).to.deep.equal(["us-east-1"]);
  });

  it("assumes its role at the endpoint and through the proxy, as every other call goes", async () => {
    set({ HTTP_PROXY: proxy.url });
    const { stdout, code } = await doctor("audit", "--endpoint-url", emulator.url);
    expect(stdout).to.match(/^Calling as arn:aws:sts::\d+:assumed-role\/PosternAudit\//);
    expect(code).to.equal(0);
    expect(regions("AssumeRole")).to.deep.equal(["us-west-2"]);
    expect(new Set(proxy.asked)).to.deep.equal(new Set([new URL(emulator.url).host]));
  });

  it("asks SSO through the proxy, in SSO's own region", async () => {
    set({ HTTPS_PROXY: proxy.url });
    const { code } = await doctor("staff");
    expect(code).to.equal(2);
    expect(new Set(proxy.asked)).to.deep.equal(new Set(["portal.sso.ap-southeast-2.amazonaws.com:443"]));
  });
});
