import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { Exporter, Piece } from "../../model/exporter.ts";
import type { ResultsRecord, Run, RunRule } from "../../model/results.ts";
import { batcher, type Batcher } from "./batches.ts";
import { toAsff } from "./to-asff.ts";

/**
 * `object`: one document `{"Findings":[…]}`, as an SDK takes it. `batches`: bare arrays of at most 100 findings by account
 * and region, as `aws securityhub batch-import-findings --findings file://` takes them.
 */
export interface AsffOptions {
  readonly layout?: "object" | "batches";
  /** Told once how many findings the format has no place for. */
  readonly warn?: (message: string) => void;
}

/** AWS Security Finding Format. Findings in source code have no account and are not in it. */
export const asff: Exporter<AsffOptions> = {
  name: "asff",
  extension: "asff.json",
  open: ({ layout = "object", warn }) => {
    const convert = converter();
    const write = layout === "object" ? objectWriter() : batchWriter();
    let leftOut = 0;
    return (record) => {
      const finding = convert(record);
      if (record.kind === "finding" && finding === null) leftOut += 1;
      if (record.kind === "summary" && leftOut > 0)
        warn?.(`${leftOut} findings in source code have no account and are not in the ASFF file.`);
      return write(record.kind, finding);
    };
  },
};

type Write = (kind: ResultsRecord["kind"], finding: AwsSecurityFinding | null) => readonly Piece[];

const converter = (): ((record: ResultsRecord) => AwsSecurityFinding | null) => {
  let run: Run | null = null;
  let rules: ReadonlyMap<string, RunRule> = new Map();
  return (record) => {
    if (record.kind === "run") {
      run = record.run;
      rules = new Map(record.rules.map((rule) => [rule.id, rule]));
    }
    return record.kind === "finding" && run !== null ? toAsff(record, rules.get(record.ruleId), run) : null;
  };
};

const objectWriter = (): Write => {
  let separator = "\n";
  return (kind, finding) => {
    if (kind === "run") return [{ text: '{"Findings":[' }];
    if (kind === "summary") return [{ text: "\n]}\n" }];
    if (finding === null) return [];
    const text = separator + JSON.stringify(finding);
    separator = ",\n";
    return [{ text }];
  };
};

const batchWriter = (): Write => {
  const hubs = new Map<string, Batcher<string>>();
  const counts = new Map<string, number>();
  const piece = (hub: string, lines: readonly string[]): Piece => {
    const count = (counts.get(hub) ?? 0) + 1;
    counts.set(hub, count);
    return { part: `${hub}/${String(count).padStart(4, "0")}.json`, text: `[\n${lines.join(",\n")}\n]\n` };
  };
  return (kind, finding) => {
    if (kind === "summary")
      return [...hubs].flatMap(([hub, { rest }]) => rest().map((lines) => piece(hub, lines)));
    if (finding === null) return [];
    const hub = `${finding.AwsAccountId ?? ""}/${finding.Resources?.[0]?.Region ?? ""}`;
    const batches = hubs.get(hub) ?? batcher();
    hubs.set(hub, batches);
    const text = JSON.stringify(finding);
    return batches.add(text, Buffer.byteLength(text)).map((lines) => piece(hub, lines));
  };
};
