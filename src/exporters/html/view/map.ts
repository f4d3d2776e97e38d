import type { Coverage } from "../../../model/results.ts";
import { parseScope } from "../../../model/scope.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped, SCOPE, STATUS, type Word } from "../text.ts";

/** Accounts by regions: where something was found, and where something was not read. */
export interface MapView {
  readonly regions: readonly string[];
  readonly rows: readonly AccountRow[];
  /** Regions without a column, because nothing is there; null where there are none. */
  readonly elsewhere: string | null;
  /** Scopes that the page does not hold; null where it holds all. */
  readonly leftOut: string | null;
  /** Accounts and regions with less wrong that stand further below; null where all are here. */
  readonly below: string | null;
}

/** The most accounts and regions to show. */
export interface MapSize {
  readonly rows: number;
  readonly regions: number;
}

interface AccountRow {
  readonly account: string;
  readonly listed: string;
  readonly failing: string;
  /** One for each region; null where the account has no scope there. */
  readonly cells: readonly (CellView | null)[];
}

interface CellView {
  readonly states: readonly Word[];
  readonly listed: string | null;
}

interface Located {
  readonly account: string;
  readonly region: string;
  readonly coverage: Coverage;
}

const EVERYTHING: MapSize = { rows: Infinity, regions: Infinity };

/** Null where no account was read. Where not all fits, the accounts and regions with most failures are shown. */
export const mapView = ({ coverage }: Collected, size: MapSize = EVERYTHING): MapView | null => {
  const scopes = coverage.values().flatMap(located);
  if (scopes.length === 0) return null;
  const all = distinct(scopes.map(({ region }) => region));
  const worthIt = distinct(scopes.filter(isWorthAColumn).map(({ region }) => region));
  const regions = worstOf(worthIt, size.regions, (region) =>
    scopes.filter((scope) => scope.region === region),
  );
  const accounts = distinct(scopes.map(({ account }) => account));
  const shown = worstOf(accounts, size.rows, (account) =>
    scopes.filter((scope) => scope.account === account),
  );
  const more = coverage.total() - coverage.values().length;
  const hidden = [
    ...(accounts.length > shown.length ? [counted(accounts.length - shown.length, "account")] : []),
    ...(worthIt.length > regions.length ? [counted(worthIt.length - regions.length, "region")] : []),
  ];
  return {
    regions,
    rows: shown.map((account) => {
      const own = scopes.filter((scope) => scope.account === account);
      return {
        account,
        listed: grouped(own.reduce((sum, { coverage: { listed } }) => sum + listed, 0)),
        failing: grouped(own.reduce((sum, scope) => sum + failing(scope), 0)),
        cells: regions.map((region) => cellOf(own.filter((scope) => scope.region === region))),
      };
    }),
    elsewhere:
      all.length > worthIt.length
        ? `In ${counted(all.length - worthIt.length, "further region")} nothing was found, or the region is off.`
        : null,
    leftOut: more > 0 ? counted(more, "further scope") : null,
    below:
      hidden.length === 0 ? null : `The worst are shown; ${hidden.join(" and ")} more stand in the chapter.`,
  };
};

/** As many as there is room for: those with most failures, in their own order. */
const worstOf = (
  names: readonly string[],
  most: number,
  scopesOf: (name: string) => readonly Located[],
): readonly string[] => {
  if (names.length <= most) return names;
  const weight = new Map(
    names.map((name) => [name, scopesOf(name).reduce((sum, scope) => sum + failing(scope), 0)]),
  );
  const kept = new Set(names.toSorted((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0)).slice(0, most));
  return names.filter((name) => kept.has(name));
};

const located = (coverage: Coverage): readonly Located[] => {
  const scope = parseScope(coverage.scope);
  return scope?.provider === "aws" ? [{ account: scope.account, region: scope.region, coverage }] : [];
};

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

const isWorthAColumn = ({ coverage: { status, listed } }: Located): boolean =>
  listed > 0 || status === "unread" || status === "partial";

/** Failing findings without an accepted exception are not told apart here: the coverage counts them together. */
const failing = ({ coverage: { rules } }: Located): number =>
  Object.values(rules).reduce((sum, { failure }) => sum + failure, 0);

const cellOf = (scopes: readonly Located[]): CellView | null => {
  const [first] = scopes;
  if (first === undefined) return null;
  const broken =
    scopes.find(({ coverage: { status } }) => status === "unread" || status === "partial") ?? first;
  const { status } = broken.coverage;
  const failures = scopes.reduce((sum, scope) => sum + failing(scope), 0);
  const listed = scopes.reduce((sum, { coverage }) => sum + coverage.listed, 0);
  return {
    states: [
      ...(failures > 0 ? [{ label: `${grouped(failures)} failing`, mark: STATUS.FAILURE.mark }] : []),
      ...(status === "complete" && failures === 0
        ? [{ label: "None failing", mark: STATUS.SUCCESS.mark }]
        : []),
      ...(status === "complete" ? [] : [SCOPE[status]]),
    ],
    listed: status === "unread" ? null : `${grouped(listed)} listed`,
  };
};
