import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { FORMATS, type ExportSettings } from "../src/exporters/index.ts";
import type { BytesPiece, Piece } from "../src/model/exporter.ts";
import type { ResultsRecord } from "../src/model/results.ts";
import { aCoverage, aFinding, aRule, aRun, aSummary } from "../test/support/findings.ts";

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

/** Sizes of the scope; what one identity more costs is the difference. */
const FEW = 2_000;
const MANY = 8_000;

/** Held bytes of a format over the bytes of the same findings as JSON. */
const LIMIT = 0.24;

/** Those that may not hold what they are given: JUnit begins a suite with its counts, OSCAL with the names of all resources. */
const FLAT = ["table", "json", "jsonl", "sarif", "asff", "csv", "xlsx", "html", "markdown", "ocsf"];

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
  for (const record of stream(identities)) for (const piece of feed(record)) length += sizeOf(piece);
  const held = (await inUse()) - before;
  // The document is still there to be finished, so that nothing of it was collected as garbage.
  for (const record of [aCoverage("aws/111122223333/us-east-1/ses"), aSummary([])])
    for (const piece of feed(record)) length += sizeOf(piece);
  if (length === 0) throw new Error(`${format} writes nothing`);
  return held;
};

const sizeOf = (piece: Piece | BytesPiece): number =>
  "bytes" in piece ? piece.bytes.length : piece.text.length;

const jsonOf = (identities: number): number => {
  let length = 0;
  for (const record of stream(identities)) length += JSON.stringify(record).length;
  return length;
};

/** What each format holds of one identity more in a scope, over its findings as JSON. */
export const bench = async (): Promise<void> => {
  const json = (jsonOf(MANY) - jsonOf(FEW)) / (MANY - FEW);
  for (const format of FLAT) {
    await heldBy(format, FEW / 10);
    const few = await heldBy(format, FEW);
    const held = ((await heldBy(format, MANY)) - few) / (MANY - FEW);
    const ratio = held / json;
    console.log(
      `${format.padEnd(8)} ${held.toFixed(0).padStart(5)} bytes an identity = ${ratio.toFixed(3)} times its findings as JSON (${json.toFixed(0)} bytes), wanted at most ${LIMIT}`,
    );
    if (ratio > LIMIT) process.exitCode = 1;
  }
};
