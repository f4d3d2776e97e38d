import { expect } from "chai";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pushSecurityHub } from "../../src/deliver/security-hub/push.ts";
import { addIdentity } from "../../src/emulator/world.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { connect } from "../../src/connection.ts";
import { scan } from "../../src/scan.ts";
import { collected } from "../support/collected.ts";
import { postern } from "../support/command.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";

const FIRST = "2026-11-23T16:00:00.000Z";
const NEXT_DAY = "2026-11-24T04:30:00.000Z";
const NEXT_MONTH = "2026-12-24T16:00:00.000Z";

const identity = (name: string): string => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${name}`;

const open = (name: string, more: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: identity(name), ...more },
    ],
  });

/** What a policy may say of the time; each lets anybody send from some day on. */
const TIMED: Readonly<Record<string, object>> = {
  "plain.example": {},
  "until.example": { Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } } },
  "epoch.example": { Condition: { NumericGreaterThan: { "aws:EpochTime": "1500000000" } } },
  "token.example": { Condition: { DateGreaterThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } } },
  "tag.example": { Condition: { StringNotEquals: { "aws:UserAgent": "${aws:CurrentTime}" } } },
};

/** The times that each witness of SES-003 names, by identity. */
const timesNamed = (records: readonly ResultsRecord[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    records
      .filter((record): record is Finding => record.kind === "finding" && record.ruleId === "SES-003")
      .map(({ resource, witness }) => [
        resource.name,
        Object.keys(witness?.context ?? {}).filter((key) => key.endsWith("Time")),
      ]),
  );

describe("scans of an unchanged estate", () => {
  let world: Emulated;
  let folder: string;
  beforeEach(async () => {
    world = await emulated();
    folder = mkdtempSync(join(tmpdir(), "quiet-"));
    for (const [name, more] of Object.entries(TIMED))
      addIdentity(world.region, name, { policies: { mail: open(name, more) } });
  });
  afterEach(() => world.emulator.close());

  const connection = () => ({
    endpointUrl: world.emulator.url,
    credentials: KEY,
    callsPerSecond: 1_000,
  });
  const scanned = (now: string): Promise<readonly ResultsRecord[]> =>
    collected(scan({ ...connection(), now }));
  it("name the time of the request only where a policy asks for it", async () => {
    expect(timesNamed(await scanned(FIRST))).to.deep.equal({
      "plain.example": [],
      "until.example": ["aws:CurrentTime"],
      "epoch.example": ["aws:EpochTime"],
      "token.example": ["aws:TokenIssueTime"],
      "tag.example": ["aws:CurrentTime"],
    });
  });

  it("send nothing to Security Hub but heartbeats", async () => {
    const session = connect(connection());
    const push = async (now: string, all = false) => {
      const { hubs } = await pushSecurityHub(await scanned(now), {
        access: session.access,
        clock: () => Date.parse(now),
        sleep: () => Promise.resolve(),
        all,
      });
      for (const { failures, refusal } of hubs) expect([failures, refusal]).to.deep.equal([[], null]);
      return Object.fromEntries(
        Object.entries(hubs.find(({ region }) => region === REGION)?.counts ?? {}).filter(
          ([, count]) => count > 0,
        ),
      );
    };
    try {
      const { create } = await push(FIRST, true);
      expect(create).to.be.greaterThan(4);
      expect(await push(NEXT_DAY, true)).to.deep.equal({ unchanged: create });
      expect(await push(NEXT_MONTH, true)).to.deep.equal({ heartbeat: create });
    } finally {
      session.close();
    }
  });

  it("give the same fingerprints in SARIF, and nothing new against a baseline", async () => {
    writeFileSync(join(folder, "snapshot.jsonl"), snapshot());
    const fingerprints = async (now: string): Promise<readonly string[]> => {
      const file = join(folder, `${now}.sarif`);
      await postern(["analyze", join(folder, "snapshot.jsonl"), "--now", now, "-f", `sarif=${file}`]);
      return readFileSync(file, "utf8").match(/"partialFingerprints":\s*\{[^}]*\}/g) ?? [];
    };
    expect(await fingerprints(FIRST)).to.have.length.greaterThan(4);
    expect(await fingerprints(NEXT_DAY)).to.deep.equal(await fingerprints(FIRST));
    await postern(["analyze", join(folder, "snapshot.jsonl"), "--now", FIRST, "-f", `json=${folder}/a.json`]);
    const again = await postern([
      "analyze",
      join(folder, "snapshot.jsonl"),
      "--now",
      NEXT_DAY,
      "--baseline",
      join(folder, "a.json"),
      "--new-only",
      "--allow",
      "unread",
      "-f",
      "json",
    ]);
    expect(again.code, again.stderr).to.equal(0);
    const { findings } = JSON.parse(again.stdout) as { findings: readonly Finding[] };
    expect(findings.filter(({ change }) => change !== "unchanged")).to.deep.equal([]);
  });
});

/** The same identities as a file that somebody wrote. */
const snapshot = (): string =>
  Object.entries(TIMED)
    .map(([name, more]) =>
      JSON.stringify({
        kind: "aws.ses.identity",
        id: identity(name),
        policies: [{ name: "mail", document: open(name, more) }],
      }),
    )
    .join("\n");
