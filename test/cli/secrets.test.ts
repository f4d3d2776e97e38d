import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addIdentity } from "../../src/emulator/world.ts";
import { postern } from "../support/command.ts";
import { ACCOUNT, emulated, KEY, REGION } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";
import { AWS_VARIABLES, variables } from "../support/variables.ts";

const EXTERNAL_ID = "an-external-id-that-is-a-secret";

describe("secrets", function () {
  this.timeout(60_000);
  const set = variables(AWS_VARIABLES);
  const folder = aFolder();

  it("stand in no report, log, journal, snapshot or error", async () => {
    const world = await emulated();
    set({
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_REGION: REGION,
    });
    world.account.roles.set("Audit", { name: "Audit", trusted: [ACCOUNT], externalId: EXTERNAL_ID });
    for (const name of ["a.example", "b.example"]) addIdentity(world.region, name, { policies: { p: "{}" } });
    const { faults } = world.emulator;
    faults.add({ subject: "b.example", effect: { kind: "expire" } });
    faults.add({ region: "us-east-1", service: "ses", effect: { kind: "html" } });
    const ends = new AbortController();
    const scan = (argv: readonly string[], externalId: string) =>
      postern(
        [
          ..."scan --debug --log-format json --calls-per-second 1000 -o out --endpoint-url".split(" "),
          world.emulator.url,
          "--role-arn",
          `arn:aws:iam::${ACCOUNT}:role/Audit`,
          "--external-id",
          externalId,
          ...argv,
        ],
        { cwd: folder(), signal: ends.signal },
      );
    const runs = [
      await scan(["--save-snapshot", "s.jsonl"], EXTERNAL_ID),
      await scan(["-f", "json=r.json"], `${EXTERNAL_ID}-wrong`),
    ];
    // One that is cut off leaves its journals.
    faults.add({ operation: "ListIdentityPolicies", effect: { kind: "slow", ms: 500 } });
    const watch = setInterval(() => {
      const journals = join(folder(), "t.jsonl.partial");
      if (existsSync(journals) && readdirSync(journals).some((name) => name.startsWith("aws."))) ends.abort();
    }, 5);
    runs.push(await scan(["--save-snapshot", "t.jsonl", "--ses-lanes", "v1"], EXTERNAL_ID));
    clearInterval(watch);
    await world.emulator.close();

    const files = readdirSync(folder(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
    expect(files.length).to.be.greaterThan(9);
    const texts = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...files];
    expect(runs.map(({ stderr }) => stderr).join("")).to.include("ListIdentities");
    const sessions = [...world.emulator.world.keys.values()].flatMap(({ secret, session }) => [
      secret ?? "",
      session?.token ?? "",
    ]);
    const secrets = [...sessions, EXTERNAL_ID].filter((secret) => secret !== "");
    expect(secrets).to.have.length.greaterThan(3);
    for (const text of texts) {
      for (const secret of secrets) expect(text.includes(secret), secret).to.equal(false);
      expect(text).not.to.match(/Signature=|AWS4-HMAC|X-Amz-Security-Token/i);
    }
    for (const line of runs.flatMap(({ stderr }) => stderr.trimEnd().split("\n")))
      expect(JSON.parse(line), line).to.have.property("time");
  });
});
