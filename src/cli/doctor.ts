import { defused } from "../text/log-commands.ts";
import { homeRegion } from "../aws/home-region.ts";
import { columns, wrapped } from "../exporters/columns.ts";
import { judgingOf } from "../judging.ts";
import { isUnread, type Refusal } from "../model/fact.ts";
import type { Kind, ProbeResult } from "../model/kind.ts";
import { populationOf, type Population } from "../population.ts";
import { inParallel } from "../sources/aws/in-parallel.ts";
import { accountsOfFlags, addAccountOptions, type AccountFlags } from "./account-options.ts";
import { callerOf, checkRegions, connect } from "../connection.ts";
import type { Session } from "../aws/session.ts";
import { listRegions } from "../sources/aws/regions.ts";
import { visibleLine } from "../text/visible.ts";
import { collect } from "./arguments.ts";
import type { CommandModule } from "./command-module.ts";
import { addConnectionOptions, connectionOf, type ConnectionFlags } from "./connection.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { nodeLine } from "./node-line.ts";
import { policyOf } from "./least-privilege.ts";
import { EXIT } from "./exit-codes.ts";

interface DoctorFlags extends ConnectionFlags, JudgingFlags, AccountFlags {
  readonly region?: readonly string[];
}

/** One call in one place, and how it went. */
interface Trial extends ProbeResult {
  readonly place: string;
}

export const build: CommandModule["build"] = (command, io, done) => {
  addAccountOptions(addConnectionOptions(command)).option(
    "--region <name>",
    "region to try, repeatable (default: every enabled one; with --org that of the profile)",
    collect,
  );
  addJudgingOptions(command).action(async (flags: DoctorFlags) => {
    const judging = await judgingOf(judgingFlagsOf(flags, io));
    checkRegions(flags.region ?? []);
    const connection = connectionOf(flags, io);
    const home = await homeRegion(connection, flags.region);
    const accounts = accountsOfFlags(flags, [], io);
    const isOrganization = accounts.organization !== undefined;
    const session = connect({ ...connection, region: home, ownAccountAsCaller: isOrganization });
    try {
      const caller = await callerOf(session, connection);
      io.stdout.write(defused(visibleLine(`Calling as ${caller.arn}`)) + "\n");
      io.stdout.write(`${nodeLine(process.versions.node, io.clock())}\n`);
      const kinds = judging.kinds.filter(({ probe }) => probe !== undefined);
      const population = await populationOf(session, caller, { ...connection, ...accounts }, home);
      const trials: Trial[] = isOrganization ? [listing(caller.account, population)] : [];
      const regions = flags.region ?? (isOrganization ? [home] : null);
      const tries = population.accounts.map(
        (account) =>
          async function* (): AsyncIterable<readonly Trial[]> {
            yield await tryAccount(session, account, regions, kinds, home);
          },
      );
      for await (const some of inParallel(tries, ACCOUNTS_AT_A_TIME, io.signal)) trials.push(...some);
      io.stdout.write(defused(report(trials, io.stdout.columns ?? 80)));
      done(trials.some((trial) => isMissing(trial, trials)) ? EXIT.incomplete : EXIT.done);
    } finally {
      session.close();
    }
  });
};

const ACCOUNTS_AT_A_TIME = 16;

/** How the accounts of the organisation came to be known. */
const listing = (account: string, { broke }: Population): Trial => ({
  place: account,
  operation: broke?.operation ?? "ListAccounts",
  action: `organizations:${broke?.operation ?? "ListAccounts"}`,
  refusal: broke,
});

const tryAccount = async (
  session: Session,
  account: string,
  regions: readonly string[] | null,
  kinds: readonly Kind[],
  home: string,
): Promise<readonly Trial[]> => {
  const access = await session.access(account, home);
  const at = (place: string, operation: string, action: string, refusal: Refusal | null): Trial => ({
    place: `${account} ${place}`,
    operation,
    action,
    refusal,
  });
  if (isUnread(access)) return [at("", access.unread.operation, "sts:AssumeRole", access.unread)];
  const trials: Trial[] = [];
  const list = await listRegions(access);
  const refused = list.source === "ListRegions" ? null : list.source;
  if (regions === null)
    trials.push(
      at(
        "",
        "ListRegions",
        "account:ListRegions",
        refused === null
          ? null
          : { operation: "ListRegions", code: "refused", message: refused, attempts: 1 },
      ),
    );
  for (const region of regions ?? list.enabled) {
    for (const { probe, unavailableIn, callsPerSecond } of kinds) {
      if (probe === undefined || unavailableIn?.includes(region) === true) continue;
      const here = await session.access(account, region, callsPerSecond);
      if (isUnread(here)) {
        trials.push(at(region, here.unread.operation, "sts:AssumeRole", here.unread));
        break;
      }
      trials.push(...(await probe(here)).map((one) => ({ ...one, place: `${account} ${region}` })));
    }
  }
  return trials;
};

/** Whether a scan would miss something: a refused lane is no loss where another lane of the place is whole. */
const isMissing = ({ refusal, lane, place }: Trial, trials: readonly Trial[]): boolean => {
  if (refusal === null) return false;
  if (lane === undefined) return true;
  const there = trials.filter((trial) => trial.place === place && trial.lane !== undefined);
  const refusedLanes = new Set(there.flatMap((trial) => (trial.refusal === null ? [] : [trial.lane])));
  return there.every((trial) => refusedLanes.has(trial.lane));
};

/** A row for each call, the places where it was refused, and the statement that would mend it. */
const report = (trials: readonly Trial[], width: number): string => {
  const operations = [...new Set(trials.map(({ operation }) => operation))];
  const rows = operations.map((operation) => {
    const own = trials.filter((trial) => trial.operation === operation);
    const bad = own.filter(({ refusal }) => refusal !== null);
    return [
      operation,
      bad.length === 0 ? "works" : "refused",
      String(own.length - bad.length),
      String(bad.length),
    ];
  });
  const refused = trials.filter(({ refusal }) => refusal !== null);
  const table = columns([["call", "", "worked", "refused"], ...rows], { width, indent: 2 });
  if (refused.length === 0) return `\n${table}\nEverything that a scan needs works.\n`;
  const slower = refused.every((trial) => !isMissing(trial, trials))
    ? "\nA scan reads everything, and slower: it goes without the operations that are refused.\n"
    : "";
  const why = refused.map(({ place, operation, refusal }) =>
    visibleLine(`${place}: ${operation} gave ${refusal?.code ?? ""} (${refusal?.message ?? ""})`),
  );
  const actions = [...new Set(refused.map(({ action }) => action))].sort();
  return `\n${table}\n${wrapped(why, width, 2)}\n${slower}\nThis statement allows what was refused, unless a service control policy denies it:\n\n${JSON.stringify(policyOf(actions), null, 2)}\n`;
};
