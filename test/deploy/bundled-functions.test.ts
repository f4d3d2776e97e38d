import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../src/emulator/start.ts";
import { KEY } from "../support/emulated.ts";
import { HEAVY } from "../support/heavy.ts";
import { invoked } from "../support/lambda-runtime.ts";
import { BUCKET, bucketOf } from "../support/organisation-machine.ts";
import { MANAGEMENT, organisation, readingOf, scanned } from "../support/runs.ts";
import { execute, type Execution } from "../support/state-machine/machine.ts";
import { deployed } from "../support/state-machine/template.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** A line of the results without what a clock says, and the hash of a snapshot that has it in it. */
const withoutTimes = (line: string): string =>
  line
    .replace(/"\d{4}-\d\d-\d\d(T[\d:.]+Z)?"/g, '"time"')
    .replace(/"snapshotSha256":"[0-9a-f]{64}"/, '"snapshotSha256":"hash"');

describe("the bundled functions of deploy/organisation.yaml", function () {
  this.timeout(240_000);
  let folder: string;
  let emulator: Emulator;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "postern-function-"));
    if (HEAVY) execFileSync(process.execPath, ["scripts/bundle-function.mjs", folder], { cwd: ROOT });
    emulator = await organisation(0, () => 3);
    emulator.world.buckets.set(BUCKET, { owner: MANAGEMENT, region: "eu-west-1", objects: new Map() });
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await emulator.close();
  });

  const run = (env: Readonly<Record<string, string>>): Promise<Execution> => {
    const { definition, functions } = deployed(
      "organisation.yaml",
      { CodeBucket: "code", CodeKey: "function.zip", ReaderRoleName: "Audit", Formats: "jsonl,html" },
      { Bucket: BUCKET },
    );
    return execute(definition, { run: "bundled" }, "2026-11-30T12:00:00.123Z", {
      invoke: async (arn, payload) => {
        const found = functions.find((one) => one.arn === arn);
        if (found === undefined) throw new Error(`there is no function ${arn}`);
        const { handler, memory, timeout } = found;
        const given = { folder, handler, memory, timeout: timeout * 1000, env: { ...found.env, ...env } };
        const [answer] = await invoked(given, [payload]);
        if (answer !== undefined && "answer" in answer) return answer.answer;
        throw Object.assign(new Error(answer?.errorMessage), { name: answer?.errorType ?? "Lambda.Unknown" });
      },
      ...bucketOf(emulator),
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      clock: () => performance.now(),
    });
  };
  /** What Lambda puts into the environment of a function. */
  const lambda = (): Readonly<Record<string, string>> => ({
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
    AWS_ENDPOINT_URL: emulator.url,
  });

  (HEAVY ? it : it.skip)(
    "give the results of a scan, by what the template puts into their environment",
    async () => {
      const whole = await scanned(readingOf(emulator));
      const execution = await run(lambda());
      expect(execution).to.deep.include({ status: "SUCCEEDED", children: 2 });
      const objects = emulator.world.buckets.get(BUCKET)?.objects ?? new Map<string, string>();
      const results = (objects.get("runs/bundled/reports/results.jsonl") ?? "").trimEnd().split("\n");
      expect(results.map(withoutTimes)).to.deep.equal(whole.results.map(withoutTimes));
      expect(objects.get("runs/bundled/reports/report.html")).to.match(/<\/html>\s*$/);
    },
  );

  (HEAVY ? it : it.skip)(
    "say in one line what their environment lacks, under a name that is not tried again",
    async () => {
      const execution = await run({ ...lambda(), POSTERN_ROLE_ARN: "" });
      expect(execution).to.deep.include({ status: "FAILED", error: "Postern.Usage" });
      expect(execution)
        .to.have.property("cause")
        .that.matches(/the function has no POSTERN_ROLE_ARN\. Set /);
    },
  );
});
