import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { Exporter, Piece } from "../../model/exporter.ts";
import type { ResultsRecord, Run, RunRule } from "../../model/results.ts";
import { firstOfScope } from "../first-of-scope.ts";
import { batcher, CALL_LIMITS, type Batcher } from "./batches.ts";
import { toAsff } from "./finding.ts";

export interface AsffOptions {
  /** `list`: one array of all. `batches`: arrays of at most 100 findings by account and region, as one call takes them. */
  readonly layout?: "list" | "batches";
  /** `classic` leaves out what the aws command line did not know before 2024. */
  readonly members?: "all" | "classic";
  /** Whether `warn` is told, too, how a list is imported that one call would not take. */
  readonly tellImport?: boolean;
  /** Told what the format has no place for, and what one call would not take. */
  readonly warn?: (message: string) => void;
}

/**
 * AWS Security Finding Format: bare arrays, as `aws securityhub batch-import-findings --findings file://` and DefectDojo take
 * them. Findings in source code have no account and are not in it.
 */
export const asff: Exporter<AsffOptions> = {
  name: "asff",
  extension: "asff.json",
  open: ({ layout = "list", members = "all", tellImport = true, warn }) => {
    const convert = converter();
    const write = layout === "list" ? listWriter() : batchWriter();
    const isFirst = firstOfScope();
    const hubs = new Set<string>();
    let count = 0;
    let leftOut = 0;
    return (record) => {
      if (record.kind === "finding" && !isFirst(record)) return [];
      const finding = convert(record);
      if (record.kind === "finding" && finding === null) leftOut += 1;
      if (record.kind === "summary" && leftOut > 0)
        warn?.(`${leftOut} findings in source code have no account and are not in the ASFF file.`);
      const isTooMuch = layout === "list" && (count > CALL_LIMITS.findings || hubs.size > 1);
      if (record.kind === "summary" && tellImport && isTooMuch) warn?.(tooMuchForOneCall(count, hubs.size));
      if (finding === null) return write(record.kind, null);
      count += 1;
      hubs.add(hubName(finding));
      return write(record.kind, forImport(finding, members));
    };
  },
};

const tooMuchForOneCall = (findings: number, hubs: number): string =>
  `the ASFF file has ${findings} findings of ${hubs} accounts and regions, and one BatchImportFindings takes ` +
  `${CALL_LIMITS.findings} of one: write a folder, -f asff=DIR/, and import each of its files, or use \`postern push security-hub\`.`;

/** Severity and Types at the top too: several readers look for them there alone. */
const forImport = (
  finding: AwsSecurityFinding,
  members: NonNullable<AsffOptions["members"]>,
): AwsSecurityFinding => {
  const { Severity, Types } = finding.FindingProviderFields ?? {};
  const { AssociatedStandards: _, ...classic } = finding.Compliance ?? {};
  return {
    ...finding,
    ...(members === "classic" ? { Compliance: classic } : {}),
    ...(Severity === undefined ? {} : { Severity }),
    ...(Types === undefined ? {} : { Types }),
  };
};

const hubName = ({ AwsAccountId, ProductArn }: AwsSecurityFinding): string =>
  `${AwsAccountId ?? ""}/${ProductArn?.split(":")[3] ?? ""}`;

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

const listWriter = (): Write => {
  let separator = "\n";
  return (kind, finding) => {
    if (kind === "run") return [{ text: "[" }];
    if (kind === "summary") return [{ text: "\n]\n" }];
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
    const hub = hubName(finding);
    const batches = hubs.get(hub) ?? batcher();
    hubs.set(hub, batches);
    const text = JSON.stringify(finding);
    return batches.add(text, Buffer.byteLength(text)).map((lines) => piece(hub, lines));
  };
};
