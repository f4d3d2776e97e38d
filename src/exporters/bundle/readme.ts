import type { Exporter } from "../../model/exporter.ts";
import type { ResultsRecord, RunRecord, Summary } from "../../model/results.ts";
import { tableDates } from "../table-dates.ts";
import { markdownCode, markdownText } from "../../text/markdown.ts";

export interface ReadmeOptions {
  readonly title?: string;
  readonly entity?: string;
  readonly classification?: string;
  readonly preparedBy?: string;
  /** Of the key that SHA256SUMS is signed with; absent where it is not signed. */
  readonly fingerprint?: string;
  /** Names of the files that fixes were given in. */
  readonly remediation?: readonly string[];
}

/** The first file that an auditor opens: what lies in the bundle, and how to check it. */
export const readme: Exporter<ReadmeOptions> = {
  name: "readme",
  extension: "md",
  open: (options) => {
    let head: RunRecord | null = null;
    return (record: ResultsRecord) => {
      if (record.kind === "run") head = record;
      if (record.kind !== "summary") return [];
      if (head === null) throw new Error("the stream begins with its run");
      return [{ text: readmeText(head, record, options) }];
    };
  },
};

const FILES = [
  ["report.html", "The report. Open it in any browser; it needs no network."],
  ["results.json", "The same results for programs: every finding, the coverage, the exceptions."],
  ["snapshot.jsonl", "What was read, as it was answered: the evidence that everything follows from."],
  ["settings.json", "The rules, their settings, who was trusted, the exceptions, the time of judging."],
  ["fix-plan.json", "Fixes that were planned, each with its proof."],
  ["fix-journal.jsonl", "What was done about it, a line a step; each line holds the hash of the one before."],
  ["baseline.json", "The earlier results that the run was compared with."],
  ["csv/", "Findings, coverage, clauses and exceptions as tables, for sampling."],
  ["findings.asff.json", "The findings for AWS Security Hub."],
  ["findings.sarif", "The findings for code scanning."],
  ["environment.json", "The machine, the program and the command line. Nothing else depends on them."],
  ["SHA256SUMS", "The hash of every file."],
] as const;

const readmeText = (head: RunRecord, summary: Summary, options: ReadmeOptions): string => {
  const { run } = head;
  const { counts } = summary;
  const cover = [
    ["Whose estate", options.entity],
    ["Classification", options.classification],
    ["Prepared by", options.preparedBy],
    ["Read as", run.caller?.arn],
    ["Judged as of", run.now],
    ["Tool", `${run.tool.name} ${run.tool.version}`],
    ["Tables", run.tool.tables === undefined ? undefined : tableDates(run.tool.tables)],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  return `# Evidence bundle: ${markdownText(options.title ?? "Cloud posture report")}

${cover.map(([name, value]) => `- ${name}: ${markdownCode(value)}`).join("\n")}

${counts.failure} findings fail, ${counts.needsReview} need review, ${counts.notEvaluated} could not be evaluated, ${counts.success} pass; ${counts.excepted} are covered by accepted exceptions.
${
  summary.complete
    ? "The whole population was read; no sample was drawn."
    : "**The population could not be read completely.** The report lists what is missing."
}

## What is here

| File | What it is |
|---|---|
${FILES.filter(([name]) => name !== "baseline.json" || run.baseline !== null)
  .filter(([name]) => !name.startsWith("fix-") || options.remediation?.includes(name) === true)
  .map(([name, says]) => `| \`${name}\` | ${says} |`)
  .join("\n")}

## How to check it

1. Every file against its hash, with a tool of your own:

   \`\`\`sh
   sha256sum -c SHA256SUMS
   \`\`\`

2. Every file, and the judgement itself: the rules are applied to the snapshot again, by the settings in the bundle, and the answer has to be the same, byte for byte:

   \`\`\`sh
   postern verify .
   \`\`\`
${signaturePart(options.fingerprint)}
The findings support an assessment; they do not establish that anyone meets a standard. Policies of the organisation were not weighed; the report says why.
`;
};

const signaturePart = (fingerprint: string | undefined): string =>
  fingerprint === undefined
    ? "\nThe list of hashes is not signed: it shows that the files belong together, not who made them.\n"
    : `
3. Who made it. The list of hashes is signed with Ed25519 by the key \`${fingerprint}\`. Get the public key from its owner by another way than this bundle:

   \`\`\`sh
   postern verify . --public-key public.pem
   \`\`\`
`;
