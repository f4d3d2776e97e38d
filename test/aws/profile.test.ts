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
      AWS_EC2_METADATA_DISABLED: "true",
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

  it("gives its whole configuration, as AWS_PROFILE does, and never its keys to another's endpoint", async () => {
    const other = await startEmulator(demoEstate());
    const keys = `aws_access_key_id = ${DEMO.accessKeyId}\naws_secret_access_key = ${DEMO.secretAccessKey}\n`;
    const local = `[profile local]\nregion = us-east-1\nendpoint_url = ${emulator.url}\nservices = mail\n${keys}`;
    const mail = `[services mail]\nses =\n  endpoint_url = ${emulator.url}/\n`;
    const elsewhere = `[profile elsewhere]\nregion = eu-west-2\nendpoint_url = ${other.url}\n${keys}`;
    writeFileSync(join(folder(), "endpoints"), [local, mail, elsewhere].join("\n"));
    set({ AWS_CONFIG_FILE: join(folder(), "endpoints"), AWS_PROFILE: "elsewhere" });
    try {
      const { code, stderr } = await doctor("local");
      expect(code, stderr).to.equal(0);
      expect(other.log.calls).to.deep.equal([]);
      expect(regions("ListIdentities")).to.include("us-east-1");
      const told = emulator.log.calls.length;
      expect(told).to.be.greaterThan(3);
      expect(process.env["AWS_PROFILE"]).to.equal("elsewhere");
      await postern(["doctor", "--calls-per-second", "1000"], { cwd: folder() });
      expect(emulator.log.calls).to.have.lengthOf(told);
      expect(other.log.calls.length).to.be.greaterThan(3);
    } finally {
      await other.close();
    }
  });

  for (const [setting, host] of [
    ["use_fips_endpoint", "sts-fips.us-east-1.amazonaws.com:443"],
    ["use_dualstack_endpoint", "sts.us-east-1.api.aws:443"],
  ] as const)
    it(`asks the endpoints of ${setting}`, async () => {
      const keys = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\nmax_attempts = 1\n";
      writeFileSync(join(folder(), setting), `[profile one]\nregion = us-east-1\n${setting} = true\n${keys}`);
      set({ AWS_CONFIG_FILE: join(folder(), setting), HTTPS_PROXY: proxy.url });
      const { code, stderr } = await doctor("one");
      expect(proxy.asked).to.deep.equal([host]);
      expect(code).to.equal(2);
      expect(stderr).to.equal(
        "postern: the proxy does not let the call through (403). " +
          "Ask whoever runs it to allow *.amazonaws.com, or name hosts that need no proxy in NO_PROXY.\n",
      );
    });

  it("says that the proxy asks for a password", async () => {
    const strict = await startProxy("407 Proxy Authentication Required");
    try {
      set({ HTTPS_PROXY: strict.url, AWS_MAX_ATTEMPTS: "1" });
      const { code, stderr } = await doctor("keys");
      expect(stderr).to.match(/^postern: the proxy asks for a user and a password \(407\)\. /);
      expect(code).to.equal(2);
    } finally {
      await strict.close();
    }
  });

  it("makes as many attempts as it says", async () => {
    const keys = `aws_access_key_id = ${DEMO.accessKeyId}\naws_secret_access_key = ${DEMO.secretAccessKey}\n`;
    writeFileSync(join(folder(), "two"), `[profile two]\nregion = us-east-1\nmax_attempts = 2\n${keys}`);
    set({ AWS_CONFIG_FILE: join(folder(), "two") });
    const effect = { kind: "throttle", code: "Throttling", status: 400 } as const;
    emulator.faults.add({ service: "sts", operation: "GetCallerIdentity", effect });
    const { code } = await doctor("two", "--endpoint-url", emulator.url);
    expect(code).to.equal(2);
    expect(emulator.log.calls.filter(({ operation }) => operation === "GetCallerIdentity")).to.have.lengthOf(
      2,
    );
  });

  for (const [what, name, section, says] of [
    [
      "is not there",
      "nope",
      "",
      /^postern: the AWS configuration files have no profile nope\. There are audit, keys, staff\.\n$/,
    ],
    ["is misspelt", "staf", "", /no profile staf\. Did you mean staff\?\n$/],
    [
      "asks for a second factor",
      "mfa",
      "[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/Audit\nsource_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n",
      /^postern: profile mfa asks for a code of a second factor.*\. Run eval "\$\(aws configure export-credentials --profile mfa/,
    ],
    [
      "is not signed in to SSO",
      "desk",
      "[profile desk]\nsso_session = desk\nsso_account_id = 111122223333\nsso_role_name = Audit\n[sso-session desk]\nsso_region = eu-west-1\nsso_start_url = https://desk.example.com/start\n",
      /^postern: profile desk is not signed in to IAM Identity Center \(SSO\)\. Run `aws sso login --profile desk`\.\n$/,
    ],
    [
      "has a login session that is over",
      "signed",
      "[profile signed]\nlogin_session = arn:aws:iam::111122223333:user/me\nregion = eu-west-1\n",
      /^postern: profile signed is not signed in\. Run `aws login --profile signed`\.\n$/,
    ],
  ] as const)
    it(`says what to do where it ${what}`, async () => {
      writeFileSync(join(folder(), "more"), `${CONFIG}\n${section}`);
      set({ AWS_CONFIG_FILE: join(folder(), "more"), HTTPS_PROXY: proxy.url });
      const { code, stderr } = await doctor(name);
      expect(stderr).to.match(says);
      expect(code).to.equal(2);
    });

  it("asks SSO through the proxy, in SSO's own region", async () => {
    set({ HTTPS_PROXY: proxy.url });
    const { code } = await doctor("staff");
    expect(code).to.equal(2);
    expect(new Set(proxy.asked)).to.deep.equal(new Set(["portal.sso.ap-southeast-2.amazonaws.com:443"]));
  });
});
