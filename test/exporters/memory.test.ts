import { expect } from "chai";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { FORMATS, type ExportSettings } from "../../src/exporters/index.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { aCoverage, aFinding, aRule, aRun, aSummary } from "../support/findings.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const SETTINGS: ExportSettings = {
  parts: false,
  lines: false,
  width: 80,
  paint: (_style, text) => text,
  detail: "brief",
  sarifProfile: "github",
  asffMembers: "all",
  warn: () => undefined,
  written: () => [],
};

const RULES = ["SES-001", "SES-003", "SES-004"];

function* stream(identities: number): Iterable<ResultsRecord> {
  yield aRun(
    {},
    RULES.map((id) => aRule({ id })),
  );
  for (let index = 0; index < identities; index += 1)
    for (const ruleId of RULES)
      yield aFinding({
        ruleId,
        resource: { name: `mail-${index}.example.com` },
        status: index % 8 === 0 ? "FAILURE" : "SUCCESS",
        message: `What is said of mail-${index}.example.com by ${ruleId}. `.repeat(4),
      });
}

/** Buffers beside the heap are given back a turn after what held them was collected. */
const inUse = async (): Promise<number> => {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Bytes that a format holds, of the heap and beside it, once it has taken the findings of one scope. */
const heldBy = async (format: string, identities: number): Promise<number> => {
  const feed = await FORMATS[format]?.open(SETTINGS);
  if (feed === undefined) throw new Error(`there is no format ${format}`);
  const before = await inUse();
  let length = 0;
  for (const record of stream(identities)) for (const { text } of feed(record)) length += text.length;
  const held = (await inUse()) - before;
  // The document is still there to be finished, so that nothing of it was collected as garbage.
  for (const record of [aCoverage("aws/111122223333/us-east-1/ses"), aSummary([])])
    for (const { text } of feed(record)) length += text.length;
  expect(length, format).to.be.greaterThan(0);
  return held;
};

/** In bytes for each identity more: three findings are 5,000 bytes of JSON. */
const MOST = 700;

describe("what a format holds of a scope", () => {
  for (const format of ["table", "json", "jsonl", "sarif", "asff", "csv", "html", "markdown", "ocsf"])
    it(`is little for each identity: ${format}`, async () => {
      await heldBy(format, 200);
      const [few, many] = [await heldBy(format, 2_000), await heldBy(format, 8_000)];
      expect((many - few) / 6_000).to.be.lessThan(MOST);
    }).timeout(60_000);
});
