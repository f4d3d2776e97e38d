import { join, resolve } from "node:path";
import { pushSecurityHub, type PushReport } from "../deliver/security-hub/push.ts";
import type { Emulator } from "../emulator/start.ts";
import { wrapped } from "../exporters/columns.ts";
import type { WrittenFile } from "../model/exporter.ts";
import type { Finding } from "../model/finding.ts";
import type { Coverage, ResultsRecord } from "../model/results.ts";
import { connect } from "../connection.ts";
import { scan } from "../scan.ts";
import { visibleLine } from "../text/visible.ts";
import type { CommandModule } from "./command-module.ts";
import { differences, exposed, exposures } from "./demo-check.ts";
import { addOutputOptions, type OutputFlags } from "./output-options.ts";
import { writeResults } from "./run.ts";
import { EXIT } from "./exit-codes.ts";

interface DemoFlags extends OutputFlags {
  readonly fix?: boolean;
  readonly now?: string;
}

/** The embedded AWS has no rate limit of its own, so the demo need not wait for a second between two calls. */
const CALLS_PER_SECOND = 500;

/** Where the reports go; the samples of the project stand beside it and are never touched. */
const FOLDER = "reports/demo";

const ALL_FORMATS = [
  "json",
  "jsonl",
  "sarif",
  "asff",
  "csv",
  "xlsx",
  "html",
  "junit",
  "markdown",
  "oscal",
  "ocsf",
];

export const build: CommandModule["build"] = (command, io, done) => {
  addOutputOptions(command)
    .option("--now <time>", "fixes the clock, so that two demos give the same bytes")
    .option("--fix", "instead: scan, plan, apply, scan, undo and scan again")
    .action(async (flags: DemoFlags) => {
      const { startEmulator } = await import("../emulator/start.ts");
      const { DEMO } = await import("../emulator/estates/demo.ts");
      const { ESTATES } = await import("../emulator/estates/index.ts");
      const { FORMATS } = await import("../exporters/index.ts");
      const estate = ESTATES.demo();
      const now = flags.now ?? io.clock();
      const emulator = await startEmulator({
        world: estate.world,
        faults: estate.faults,
      });
      const connection = {
        endpointUrl: emulator.url,
        credentials: { accessKeyId: DEMO.accessKeyId, secretAccessKey: DEMO.secretAccessKey },
        roleArn: DEMO.roleArnTemplate,
        callsPerSecond: CALLS_PER_SECOND,
        signal: io.signal,
      };
      const records: ResultsRecord[] = [];
      const session = connect(connection);
      try {
        if (flags.fix === true) {
          const { demoFix } = await import("./demo-fix.ts");
          const options = {
            ...connection,
            accounts: DEMO.accounts.map(({ id }) => id),
            now,
            clock: () => now,
          };
          const { text, succeeded } = await demoFix(options, resolve(io.cwd, flags.output ?? FOLDER, "fix"));
          io.stdout.write(text);
          done(succeeded ? EXIT.done : EXIT.findings);
          return;
        }
        const results = scan({
          ...connection,
          accounts: DEMO.accounts.map(({ id }) => id),
          now,
          clock: flags.now === undefined ? io.clock : () => now,
        });
        const folder = flags.output ?? FOLDER;
        const written = await writeResults(kept(results, records), {
          flags: { ...flags, output: folder, failOn: "never" },
          configured: { outputs: ALL_FORMATS.filter((format) => Object.hasOwn(FORMATS, format)) },
          baseline: null,
          io,
          done: () => undefined,
        });
        const pushed = await pushSecurityHub(records, {
          access: session.access,
          clock: () => Date.parse(now),
          sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
        });
        const story = tell({
          records,
          written,
          pushed,
          folder,
          wrong: checked(estate.planted, records, emulator),
        });
        const toStdout = (flags.format ?? []).some((format) => format.endsWith("=-"));
        (toStdout ? io.stderr : io.stdout).write(story.text);
        done(story.succeeded ? EXIT.done : EXIT.findings);
      } finally {
        session.close();
        await emulator.close();
      }
    });
};

async function* kept(
  results: AsyncIterable<ResultsRecord>,
  records: ResultsRecord[],
): AsyncIterable<ResultsRecord> {
  for await (const record of results) {
    records.push(record);
    yield record;
  }
}

const findingsOf = (records: readonly ResultsRecord[]): readonly Finding[] =>
  records.filter((record): record is Finding => record.kind === "finding");

const checked = (
  planted: Parameters<typeof differences>[0],
  records: readonly ResultsRecord[],
  emulator: Emulator,
): readonly string[] =>
  differences(
    planted,
    findingsOf(records),
    records.filter((record): record is Coverage => record.kind === "coverage"),
    emulator,
  );

interface Story {
  readonly records: readonly ResultsRecord[];
  readonly written: readonly WrittenFile[];
  readonly pushed: PushReport;
  readonly folder: string;
  readonly wrong: readonly string[];
}

const MEANING: Readonly<Record<string, string>> = {
  exposed: "anyone can send mail in their name",
  undecided: "it could not be decided who can send",
  invalid: "a policy is none, or contradicts itself",
  "cross-account": "only named other accounts can send",
  restricted: "only one organisation, network or AWS service can send",
  private: "only the owner can send",
  unread: "their policies could not be read",
};

/** The first of a long list; the reports have them all. */
const SHOWN = 5;

const tell = (story: Story): { readonly text: string; readonly succeeded: boolean } => {
  const findings = findingsOf(story.records);
  const open = exposed(findings);
  const scopes = story.records.filter((record): record is Coverage => record.kind === "coverage");
  const unread = scopes.filter(({ status }) => status === "unread");
  const succeeded = story.wrong.length === 0 && story.pushed.hubs.every(isDone);
  const text = [
    `Postern judged ${count(scopes, "read") + count(scopes, "unread")} Amazon SES identities in ${scopes.length} scopes of an embedded AWS.`,
    "",
    ...exposures(findings).map(
      ([name, number]) => `${String(number).padStart(5)}  ${name.padEnd(15)}${MEANING[name] ?? ""}`,
    ),
    "",
    `Exposed, ${Math.min(SHOWN, open.length)} of ${open.length}:`,
    ...open.slice(0, SHOWN).map(openLines),
    "",
    ...unread.map(
      ({ scope, refusal }) => `Not read: ${scope} (${refusal?.operation ?? ""} gave ${refusal?.code ?? ""})`,
    ),
    lanesLine(scopes),
    `Security Hub: ${imported(story.pushed)} findings imported into ${story.pushed.hubs.length} regions of accounts.`,
    "",
    "Reports:",
    ...story.written.map(({ name }) => `  ${join(story.folder, name)}`),
    "",
    ...(succeeded
      ? [`Found exactly what was planted: ${open.length} exposed identities, the same in Security Hub.`]
      : ["What was found is not what was planted:", ...story.wrong.map((line) => `  ${line}`)]),
    "",
  ];
  return { text: text.map(visibleText).join("\n"), succeeded };
};

const visibleText = (text: string): string => text.split("\n").map(visibleLine).join("\n");

/** By which operations identities were read: each has a quota of its own. */
const lanesLine = (scopes: readonly Coverage[]): string => {
  const used = new Set(scopes.flatMap(({ lanes }) => lanes?.open ?? []));
  const retired = scopes.flatMap(({ lanes }) => lanes?.retired ?? []).length;
  const names = [...used].sort().join(", ");
  return `Read by ${used.size} lanes with a quota each: ${names}${retired === 0 ? "" : `; ${retired} given up`}.`;
};

const openLines = ({ resource, message }: Finding): string =>
  `  ${resource.name}  (${resource.account ?? ""}, ${resource.region ?? ""})\n${wrapped([message], 78, 6)}`;

const count = (scopes: readonly Coverage[], member: "read" | "unread"): number =>
  scopes.reduce((sum, scope) => sum + scope[member], 0);

const imported = ({ hubs }: PushReport): number => hubs.reduce((sum, { counts }) => sum + counts.create, 0);

const isDone = ({ failures, refusal }: PushReport["hubs"][number]): boolean =>
  failures.length === 0 && refusal === null;
