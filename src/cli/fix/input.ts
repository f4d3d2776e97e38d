import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { analyze } from "../../analyze.ts";
import type { AssessOptions } from "../../assess/assess.ts";
import { judgingOf } from "../../judging.ts";
import type { Finding } from "../../model/finding.ts";
import { problem } from "../../model/problem.ts";
import type { Results, ResultsRecord } from "../../model/results.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../../model/snapshot.ts";
import type { Trust } from "../../model/trust.ts";
import { sha256 } from "../../remedy/plan-file.ts";
import { scan } from "../../scan.ts";
import { groupBy } from "../../text/order.ts";
import { visibleLine } from "../../text/visible.ts";
import { connectionOf } from "../connection.ts";
import type { Io } from "../io.ts";
import { fileText, judgingFlagsOf } from "../judging.ts";
import { chosenValues } from "../value-options.ts";
import { wholeResults } from "../results-file.ts";
import type { PlanFlags } from "./plan-flags.ts";

/** What a plan is made from. */
interface PlanInput {
  readonly records: readonly SnapshotRecord[];
  readonly judging: AssessOptions;
  /** Ids of the resources that fail a rule. */
  readonly failing: ReadonlySet<string>;
  /** What could not be read, a line each. */
  readonly incomplete: readonly string[];
}

/** Reads what is live where no path is given; results; or whatever `analyze` reads. @throws a problem. */
export const readInput = async (paths: readonly string[], flags: PlanFlags, io: Io): Promise<PlanInput> => {
  const results = await resultsIn(paths, io);
  if (results !== null) return fromResults(results, paths[0] ?? "-", flags, io);
  const options = judgingFlagsOf(flags, io);
  const records: SnapshotRecord[] = [];
  const through = (stream: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord> =>
    kept(stream, records);
  const stream =
    paths.length > 0
      ? analyze({
          ...options,
          paths,
          cwd: io.cwd,
          values: chosenValues(flags),
          stdin: io.stdin as AsyncIterable<Uint8Array | string>,
          signal: io.signal,
          through,
        })
      : scan({
          ...connectionOf(flags, io),
          ...options,
          accounts: flags.account ?? [],
          regions: flags.region ?? options.config?.config.regions ?? [],
          through,
          clock: io.clock,
        });
  return { records, judging: await judgingOf(options), ...(await watched(stream)) };
};

async function* kept(
  stream: AsyncIterable<SnapshotRecord>,
  records: SnapshotRecord[],
): AsyncIterable<SnapshotRecord> {
  for await (const record of stream) {
    if (isResourceRecord(record)) records.push(record);
    yield record;
  }
}

const watched = async (
  stream: AsyncIterable<ResultsRecord>,
): Promise<Pick<PlanInput, "failing" | "incomplete">> => {
  const failing = new Set<string>();
  let incomplete: readonly string[] = [];
  for await (const record of stream) {
    if (record.kind === "finding" && record.status === "FAILURE" && record.exception === null)
      failing.add(record.resource.id);
    if (record.kind === "summary") incomplete = record.incomplete.map(visibleLine);
  }
  return { failing, incomplete };
};

/** The results in a file or on standard input, where it is results that were given. */
const resultsIn = async (paths: readonly string[], io: Io): Promise<Results | null> => {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0 || path === "-") return null;
  const absolute = resolve(io.cwd, path);
  if (!existsSync(absolute) || !statSync(absolute).isFile()) return null;
  const content = fileText(path, io);
  return /^\s*\{\s*"kind"\s*:\s*"(?:results|run)"/.test(content.slice(0, 200))
    ? wholeResults(content, path)
    : null;
};

/** Results hold the policies of whatever did not pass; rules are asked with the settings that they were run with. */
const fromResults = async (results: Results, file: string, flags: PlanFlags, io: Io): Promise<PlanInput> => {
  const judging = await judgingOf({ ...judgingFlagsOf(flags, io), now: flags.now ?? io.clock() });
  const failed = results.findings.filter(
    ({ status, exception }) => status === "FAILURE" && exception === null,
  );
  const records = [...groupBy(failed, ({ resource }) => resource.id).values()].map((own) =>
    recordOf(own, file),
  );
  return {
    records,
    judging: {
      ...judging,
      trust: joined(results.run.trust, judging.trust),
      rules: judging.rules.map((active) => ({
        ...active,
        settings:
          results.rules.find(({ id }) => id === active.rule.meta.id)?.effectiveSettings ?? active.settings,
      })),
    },
    failing: new Set(records.map(({ id }) => id)),
    incomplete: results.summary.incomplete.map(visibleLine),
  };
};

const joined = (a: Trust, b: Trust): Trust => ({
  accounts: [...new Set([...a.accounts, ...b.accounts])].sort(),
  organizations: [...new Set([...a.organizations, ...b.organizations])].sort(),
  principals: [...new Set([...a.principals, ...b.principals])].sort(),
  networks: [...new Set([...a.networks, ...b.networks])].sort(),
});

const recordOf = ([first]: readonly Finding[], file: string): ResourceRecord => {
  if (first === undefined) throw new TypeError("a group of findings has one");
  const { resource, scope, documents } = first;
  if (!resource.id.startsWith("arn:"))
    throw problem({
      what: `${resource.id} stands in source code, and results do not hold all of it`,
      where: file,
      todo: "Give the folder of the source code, or a snapshot.",
      kind: "usage",
    });
  const changed = documents.find(({ text: content, sha256: hash }) => sha256(content) !== hash);
  if (changed !== undefined)
    throw problem({
      what: `policy "${changed.name}" of ${resource.id} is not the one that was judged: its SHA-256 differs`,
      where: file,
      todo: "Give results as they were written, without --redact.",
      kind: "usage",
    });
  return {
    kind: resource.kind as ResourceRecord["kind"],
    scope,
    id: resource.id,
    policies: documents.map(({ name, text: document }) => ({ name, document })),
  };
};
