import { defused } from "../text/log-commands.ts";
import type { Command } from "commander";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { failedText, readFailed } from "../deliver/security-hub/failed-file.ts";
import { openLedger } from "../deliver/security-hub/ledger.ts";
import {
  type DeliveryOptions,
  pushFailed,
  type PushReport,
  pushSecurityHub,
} from "../deliver/security-hub/push.ts";
import { homeRegion } from "../aws/home-region.ts";
import { writeWhole } from "../files/whole-file.ts";
import { problem } from "../model/problem.ts";
import { refuseCut } from "../results/refuse-cut.ts";
import { resultsRecords } from "../results/read.ts";
import { callerOf, checkRegions, connect } from "../connection.ts";
import type { CommandModule } from "./command-module.ts";
import { addConnectionOptions, type ConnectionFlags, connectionOf } from "./connection.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { fileText } from "./judging.ts";
import { wholeResults } from "./results-file.ts";
import { failureLines, pauseLine, pushText } from "./push-report.ts";
import { refuseShared } from "./shared-places.ts";

interface PushFlags extends ConnectionFlags {
  readonly dryRun?: boolean;
  readonly all?: boolean;
  readonly from?: string;
  readonly failed: string;
  readonly ledger?: string;
  readonly homeRegion?: string;
  readonly archiveResolved?: boolean;
  readonly suppressExcepted?: boolean;
}

export const build: CommandModule["build"] = (command, io, done) => {
  addPushOptions(
    command
      .command("security-hub")
      .description("import findings into AWS Security Hub, each in its own account and region")
      .argument("[results]", "results of a run (-f json or jsonl); - is stdin")
      .copyInheritedSettings(command),
  ).action(async (results: string | undefined, flags: PushFlags) => done(await push(results, flags, io)));
};

const addPushOptions = (command: Command): Command =>
  addConnectionOptions(command)
    .option("--dry-run", "only say what would be created, updated, closed and left alone")
    .option("--all", "send passes too that Security Hub has never heard of")
    .option("--from <file>", "send what an earlier push could not, instead of results")
    .option("--failed <file>", "where findings that fail are kept", "security-hub-failed.jsonl")
    .option("--ledger <file>", "remember what was sent, instead of asking Security Hub for all of it")
    .option("--home-region <name>", "send everything to this region", region)
    .option("--archive-resolved", "archive what passes, instead of showing it as passed")
    .option(
      "--suppress-excepted",
      "set the workflow of accepted risks to SUPPRESSED, and back when they end",
    );

const push = async (results: string | undefined, flags: PushFlags, io: Io): Promise<ExitCode> => {
  refuseShared(
    [
      { what: "what fails", path: flags.failed },
      ...(flags.ledger === undefined ? [] : [{ what: "the ledger", path: flags.ledger }]),
    ],
    results === undefined ? [] : [results],
    io.cwd,
  );
  const work = await workOf(results, flags, io);
  const connection = connectionOf(flags, io);
  const session = connect({
    ...connection,
    region: await homeRegion(connection, flags.homeRegion === undefined ? [] : [flags.homeRegion]),
  });
  const ledger =
    flags.ledger === undefined ? undefined : await openLedger(resolve(io.cwd, flags.ledger), io.clock());
  try {
    await callerOf(session, connection);
    const report = await work({
      access: session.access,
      clock: () => Date.parse(io.clock()),
      sleep: (milliseconds) => setTimeout(milliseconds, undefined, { signal: io.signal }),
      dryRun: flags.dryRun ?? false,
      retrying: (pause) => void io.stderr.write(`postern: ${pauseLine(pause)}\n`),
      ...(ledger === undefined ? {} : { ledger }),
    });
    io.stdout.write(defused(pushText(report, flags.dryRun ?? false)));
    return await told(report, flags, io);
  } finally {
    await ledger?.close();
    session.close();
  }
};

type Work = (options: DeliveryOptions) => Promise<PushReport>;

/** Reads the input before anything is called. */
const workOf = async (results: string | undefined, flags: PushFlags, io: Io): Promise<Work> => {
  if ((results === undefined) === (flags.from === undefined))
    throw problem({
      what: results === undefined ? "there is nothing to push" : "results and --from exclude each other",
      todo: "Give the results of a run, or --from FILE with what failed before.",
      kind: "usage",
    });
  if (flags.from !== undefined) {
    const steps = readFailed(fileText(flags.from, io), flags.from);
    return (options) => pushFailed(steps, options);
  }
  const source = results ?? "-";
  const read = wholeResults(source === "-" ? await text(io.stdin) : fileText(source, io), source);
  refuseCut(read, source);
  const { all, archiveResolved, suppressExcepted, homeRegion } = flags;
  return (options) =>
    pushSecurityHub(resultsRecords(read), {
      ...options,
      all: all ?? false,
      archiveResolved: archiveResolved ?? false,
      suppressExcepted: suppressExcepted ?? false,
      ...(homeRegion === undefined ? {} : { homeRegion }),
    });
};

/** Every failure, one by one, and a file that has them all; 4 where there is any. */
const told = async (report: PushReport, flags: PushFlags, io: Io): Promise<ExitCode> => {
  for (const line of failureLines(report)) io.stderr.write(`postern: ${line}\n`);
  const failures = report.hubs.flatMap((hub) => hub.failures);
  if (failures.length > 0) {
    await writeWhole(resolve(io.cwd, flags.failed), failedText(failures));
    io.stderr.write(
      `postern: what failed is in ${flags.failed}; send it again with \`postern push security-hub --from ${flags.failed}\`\n`,
    );
  }
  return failures.length > 0 || report.hubs.some(({ refusal }) => refusal !== null) ? EXIT.output : EXIT.done;
};

const region = (name: string): string => {
  checkRegions([name]);
  return name;
};
