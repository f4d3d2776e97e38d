import type { Coverage } from "../../../model/results.ts";
import type { FileNote } from "../../../model/snapshot.ts";
import { parseScope } from "../../../model/scope.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped, listed, SCOPE, type Word } from "../text.ts";

export interface ScopeView {
  readonly sentence: string;
  readonly incomplete: readonly string[];
  readonly rows: readonly ScopeRow[];
  readonly total: PopulationView;
  /** How many scopes are not in the table; null where all are. */
  readonly leftOut: string | null;
  readonly files: readonly FileView[];
  readonly filesLeftOut: string | null;
}

interface PopulationView {
  readonly listed: string;
  readonly read: string;
  readonly unread: string;
  readonly gone: string;
  readonly excluded: string;
  readonly addsUp: string;
  readonly doubtful: boolean;
}

interface ScopeRow extends PopulationView {
  readonly place: string;
  readonly part: string;
  readonly isRegion: boolean;
  readonly service: string;
  readonly state: Word;
  readonly reason: string | null;
  /** Rules that source code cannot be asked about; null where all were. */
  readonly passedOver: string | null;
  readonly populationKnown: boolean;
}

interface FileView {
  readonly path: string;
  readonly state: string;
  readonly reason: string;
}

/** Files in the table of all scopes together. */
const MOST_FILES = 1_000;

export const scopeView = ({ coverage, summary }: Collected): ScopeView => {
  const scopes = coverage.values();
  const files = scopes.flatMap((scope) => scope.files);
  const shown = [...files].sort(lessUnderstoodFirst).slice(0, MOST_FILES);
  return {
    sentence: sentence(scopes, summary.complete),
    incomplete: summary.incomplete,
    rows: scopes.map(scopeRow),
    total: population(
      scopes.reduce(add, NOTHING),
      scopes.some(({ status }) => status === "unread"),
    ),
    leftOut:
      coverage.total() > scopes.length ? counted(coverage.total() - scopes.length, "further scope") : null,
    files: shown.map(fileView),
    filesLeftOut: files.length > shown.length ? counted(files.length - shown.length, "further file") : null,
  };
};

const sentence = (scopes: readonly Coverage[], complete: boolean): string => {
  const unknown = scopes.filter(
    ({ populationKnown, status }) => !populationKnown && status !== "unread",
  ).length;
  if (unknown > 0)
    return `The whole of what was handed over was tested. In ${counted(unknown, "scope")} nothing is known about what else exists, because the input was not collected by this tool.`;
  return complete
    ? "The whole population was tested: every resource that the service lists. No sample was drawn."
    : "The whole population was asked for and no sample was drawn, but not all of it could be read. What is missing is listed below.";
};

type Amounts = Pick<Coverage, "listed" | "read" | "unread" | "gone" | "excluded">;

const NOTHING: Amounts = { listed: 0, read: 0, unread: 0, gone: 0, excluded: 0 };

const add = (sum: Amounts, scope: Amounts): Amounts => ({
  listed: sum.listed + scope.listed,
  read: sum.read + scope.read,
  unread: sum.unread + scope.unread,
  gone: sum.gone + scope.gone,
  excluded: sum.excluded + scope.excluded,
});

const population = ({ listed, read, unread, gone, excluded }: Amounts, unknown: boolean): PopulationView => {
  const addsUp = listed === read + unread + gone + excluded;
  return {
    listed: unknown && listed === 0 ? "unknown" : grouped(listed),
    read: grouped(read),
    unread: grouped(unread),
    gone: grouped(gone),
    excluded: grouped(excluded),
    addsUp: addsUp ? (unknown ? "Unknown" : "Yes") : "No",
    doubtful: unknown || !addsUp,
  };
};

const scopeRow = (coverage: Coverage): ScopeRow => {
  const scope = parseScope(coverage.scope);
  return {
    ...population(coverage, coverage.status === "unread"),
    place: scope === null ? coverage.scope : scope.provider === "aws" ? scope.account : "Source files",
    part: scope === null ? "" : scope.provider === "aws" ? scope.region : scope.tree,
    isRegion: scope?.provider === "aws",
    service: coverage.service,
    state: SCOPE[coverage.status],
    reason: coverage.reason,
    passedOver: coverage.passedOver.length === 0 ? null : listed(coverage.passedOver),
    populationKnown: coverage.populationKnown,
  };
};

const FILE_STATES: Readonly<Record<FileNote["status"], string>> = {
  "not-understood": "Not understood",
  skipped: "Skipped",
  judged: "Judged",
};

const lessUnderstoodFirst = (a: FileNote, b: FileNote): number =>
  Object.keys(FILE_STATES).indexOf(a.status) - Object.keys(FILE_STATES).indexOf(b.status);

const fileView = ({ path, status, reason, line }: FileNote): FileView => ({
  path: line === undefined ? path : `${path}:${line}`,
  state: FILE_STATES[status],
  reason: reason ?? "",
});
