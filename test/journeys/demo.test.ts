import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoEstate, DEMO } from "../../src/emulator/estates/demo.ts";
import { startEmulator } from "../../src/emulator/start.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Results } from "../../src/model/results.ts";
import { CLOCK, postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const FORMATS = ["json", "sarif", "asff", "html", "csv"];
const DEMO_LINE = ["demo", "--now", CLOCK, ...FORMATS.flatMap((format) => ["-f", format])];

/** Runs the demo in all formats, and leaves its files in the folder. */
const demoIn = async (folder: string): Promise<Outcome> =>
  await postern([...DEMO_LINE, "-o", folder], { cwd: folder });

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const failing = ({ findings }: Results): readonly string[] =>
  findings
    .filter(isFailing)
    .map(({ resource }) => resource.id)
    .sort();
const isFailing = ({ ruleId, status }: Finding): boolean => ruleId === "SES-003" && status === "FAILURE";

describe("the demo", () => {
  const folder = aFolder();
  let first = "";
  let outcome: Outcome = { code: -1, stdout: "", stderr: "" };
  before(async function () {
    this.timeout(60_000);
    first = mkdtempSync(join(tmpdir(), "postern-demo-"));
    outcome = await demoIn(first);
  });
  after(() => rmSync(first, { recursive: true }));

  it("finds exactly what was planted, the same in every format", () => {
    expect(outcome.code, outcome.stdout + outcome.stderr).to.equal(0);
    const planted = demoEstate()
      .planted.filter(({ exposure }) => exposure === "exposed")
      .map(({ account, region, name }) => `arn:aws:ses:${region}:${account}:identity/${name}`)
      .sort();
    expect(planted.length).to.be.greaterThan(10);
    const results = json(join(first, "results.json")) as Results;
    expect(failing(results)).to.deep.equal(planted);
    expect(inAsff(json(join(first, "findings.asff.json")))).to.deep.equal(planted);
    expect(inSarif(json(join(first, "findings.sarif")), results)).to.deep.equal(planted);
    expect(inCsv(readFileSync(join(first, "findings.csv"), "utf8"))).to.deep.equal(planted);
    const html = readFileSync(join(first, "report.html"), "utf8");
    for (const arn of planted) expect(html).to.include(arn);
  }).timeout(60_000);

  it("writes the same bytes twice, and files that only their owner can read", async () => {
    const [one, two] = [first, folder()];
    expect((await demoIn(two)).code).to.equal(0);
    const names = readdirSync(one);
    // One a format, and the manifest.
    expect(names).to.have.length(FORMATS.length + 1);
    for (const name of names) {
      expect(readFileSync(join(one, name), "utf8") === readFileSync(join(two, name), "utf8"), name).to.equal(
        true,
      );
      expect(statSync(join(one, name)).mode & 0o777).to.equal(0o600);
    }
  }).timeout(60_000);

  it("gives the findings that a scan of a separately started emulator gives", async () => {
    const estate = demoEstate();
    const emulator = await startEmulator({ world: estate.world, faults: estate.faults });
    const keys = { AWS_ACCESS_KEY_ID: DEMO.accessKeyId, AWS_SECRET_ACCESS_KEY: DEMO.secretAccessKey };
    const before = { ...process.env };
    Object.assign(process.env, keys);
    try {
      const accounts = DEMO.accounts.flatMap(({ id }) => ["--account", id]);
      const how = [
        "--endpoint-url",
        emulator.url,
        "--calls-per-second",
        "500",
        "--role-arn",
        DEMO.roleArnTemplate,
      ];
      const snapshot = join(folder(), "snapshot.jsonl");
      const scan = [
        "scan",
        "-q",
        ...how,
        ...accounts,
        "--now",
        CLOCK,
        "-f",
        "json",
        "--save-snapshot",
        snapshot,
      ];
      const scanned = await postern(scan);
      expect(scanned.code, scanned.stderr).to.equal(1);
      const results = JSON.parse(scanned.stdout) as Results;
      const demo = json(join(first, "results.json")) as Results;
      expect(results.findings.map(shape)).to.deep.equal(demo.findings.map(shape));
      expect(results.coverage).to.deep.equal(demo.coverage);
      const again = await postern(["analyze", snapshot, "--now", CLOCK, "-f", "json"]);
      expect(again.code).to.equal(1);
      expect(JSON.parse(again.stdout)).to.deep.equal(results);
    } finally {
      for (const name of Object.keys(keys)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await emulator.close();
    }
  }).timeout(60_000);

  it("writes into reports/demo where nothing else is said", async () => {
    const told = await postern(["demo", "-f", "json"], { cwd: folder() });
    expect(told.code).to.equal(0);
    expect(existsSync(join(folder(), "reports/demo/results.json"))).to.equal(true);
    for (const line of told.stdout.split("\n")) expect(line.length, line).to.be.at.most(110);
  }).timeout(60_000);
});

/** Everything of a finding but the time at which it was read. */
const shape = ({ collectedAt: _collectedAt, ...finding }: Finding): unknown => finding;

type Asff = readonly {
  readonly GeneratorId: string;
  readonly Compliance: { readonly Status: string };
  readonly Resources: readonly { readonly Id: string }[];
}[];

const inAsff = (document: unknown): readonly string[] =>
  (document as Asff)
    .filter(
      ({ GeneratorId: id, Compliance: compliance }) =>
        id.endsWith("SES-003") && compliance.Status === "FAILED",
    )
    .map(({ Resources: resources }) => resources[0]?.Id ?? "")
    .sort();

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly properties: { readonly findingId: string };
    }[];
  }[];
}

const inSarif = (document: unknown, { findings }: Results): readonly string[] => {
  const ids = (document as Sarif).runs.flatMap(({ results }) =>
    results.filter(({ ruleId }) => ruleId === "SES-003").map(({ properties }) => properties.findingId),
  );
  const arns = new Map(findings.map(({ id, resource }) => [id, resource.id]));
  return [...new Set(ids.map((id) => arns.get(id) ?? id))].sort();
};

const inCsv = (text: string): readonly string[] =>
  text
    .split("\r\n")
    .filter((line) => line.includes('"SES-003"') && line.includes('"FAILURE"'))
    .map((line) => /arn:aws:ses:[^"]+/.exec(line)?.[0] ?? "")
    .sort();
