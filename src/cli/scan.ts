import type { ResultsRecord } from "../model/results.ts";
import { scan } from "../scan.ts";
import { utc } from "../text/utc.ts";
import { accountsOfFlags, addAccountOptions, type AccountFlags } from "./account-options.ts";
import { collect, commaSeparated, count } from "./arguments.ts";
import type { CommandModule } from "./command-module.ts";
import { addBundleOptions, type BundleFlags } from "./bundle.ts";
import { addConnectionOptions, connectionOf, type ConnectionFlags } from "./connection.ts";
import { addGateOptions, type GateFlags } from "./gate.ts";
import { addInventoryOptions, placesStep, type InventoryFlags } from "./inventory-options.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { addOutputOptions, type OutputFlags } from "./output-options.ts";
import { addLogOptions, type LogFlags } from "./log-format.ts";
import { progress } from "./progress.ts";
import { keptReading } from "./kept-reading.ts";
import { savingBundled, writeResults } from "./run.ts";

export interface ScanFlags
  extends
    ConnectionFlags,
    JudgingFlags,
    OutputFlags,
    GateFlags,
    InventoryFlags,
    BundleFlags,
    AccountFlags,
    LogFlags {
  readonly region?: readonly string[];
  readonly excludeRegion?: readonly string[];
  readonly trustOrg?: boolean;
  readonly trustOwnAccounts?: boolean;
  readonly concurrency?: number;
  readonly sesLanes?: readonly string[];
  readonly saveSnapshot?: string;
  readonly resume?: string;
  readonly quiet?: boolean;
}

export const build: CommandModule["build"] = (command, io, done) => {
  addAccountOptions(addConnectionOptions(command))
    .option("--trust-org", "members of the caller's organisation are no strangers")
    .option(
      "--trust-own-accounts",
      "the accounts that are read, or all of the organisation, are no strangers",
    )
    .option("--region <name>", "region to read, repeatable (default: every enabled one)", collect)
    .option("--exclude-region <name>", "region to leave out, repeatable", collect)
    .option("--concurrency <n>", "scopes read at a time", count)
    .option(
      "--ses-lanes <names>",
      "operations to read SES identities by, of v1,v2,v2-policies (default: all)",
      commaSeparated,
    )
    .option("--save-snapshot <file>", "keep what is read as it is read, for analyze and --resume")
    .option("--resume <file>", "go on with the scan of --save-snapshot that was cut off, or lacks something");
  addLogOptions(command);
  addInventoryOptions(addBundleOptions(addOutputOptions(addGateOptions(addJudgingOptions(command)))))
    .option("-q, --quiet", "no progress")
    .action(async (flags: ScanFlags) => {
      const { baselineBytes, ...judging } = judgingFlagsOf(flags, io);
      const configured = judging.config?.config;
      const line = progress(io, flags);
      const placed = placesStep(flags, io);
      const bundled = savingBundled(flags, io);
      const kept = await keptReading(flags, io);
      const results = scan({
        ...connectionOf(flags, io),
        ...judging,
        ...accountsOfFlags(flags, configured?.accounts ?? [], io),
        trustOrganization: flags.trustOrg === true,
        trustOwnAccounts: flags.trustOwnAccounts === true,
        regions: flags.region ?? configured?.regions ?? [],
        excludedRegions: flags.excludeRegion ?? [],
        ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
        ...(flags.sesLanes === undefined ? {} : { lanes: { ses: flags.sesLanes } }),
        ...(kept.journals === undefined ? {} : { journals: kept.journals }),
        ...(kept.unplanned === undefined ? {} : { unplanned: kept.unplanned }),
        progress: line.show,
        through: (records, kinds) => bundled(placed(kept.step(records), kinds)),
        clock: flags.now === undefined ? io.clock : () => utc(judging.now),
      });
      const shown = { paths: [], judging };
      const { baseline = null } = judging;
      const writing = {
        flags,
        configured: configured ?? {},
        baseline,
        baselineBytes,
        shown,
        beside: kept.wanted,
        io,
        done,
      };
      try {
        await writeResults(ended(results, line.end), writing).finally(line.end);
      } finally {
        await kept.end();
      }
    });
};

/** The line of the progress goes before anything else is said. */
async function* ended(results: AsyncIterable<ResultsRecord>, end: () => void): AsyncIterable<ResultsRecord> {
  for await (const record of results) {
    if (record.kind === "summary") end();
    yield record;
  }
}
