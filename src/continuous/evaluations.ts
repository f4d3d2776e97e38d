import { isListed } from "../assess/compare.ts";
import type { Config } from "../config/config.ts";
import { ACCOUNT_TYPE, awsType } from "../exporters/aws-types.ts";
import { isAboutScope, type Finding } from "../model/finding.ts";
import type { Coverage, ResultsRecord, Summary } from "../model/results.ts";
import { RISK_LEVELS } from "../model/rule.ts";
import { parseScope } from "../model/scope.ts";
import { by, groupBy } from "../text/order.ts";
import { visibleLine } from "../text/visible.ts";
import { FAIL_ON, weighed } from "./weighed.ts";

/** A resource as AWS Config names it; its type need not be one that AWS Config records. */
export interface Evaluated {
  readonly type: string;
  readonly id: string;
}

export interface Evaluation extends Evaluated {
  /** AWS Config takes no INSUFFICIENT_DATA from a rule. */
  readonly compliance: "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";
  readonly annotation: string;
}

type Judged = Omit<Evaluation, keyof Evaluated>;
type Settings = Partial<Pick<Config, "failOn" | "allow">>;

/** Source: AWS Config API reference, Evaluation. */
const LONGEST_ANNOTATION = 256;

/**
 * What a rule of AWS Config says of the results of a scan of one account: an evaluation for the account, which says whether
 * everything was read, one for each resource, and one for each of `before`, which an earlier run has evaluated and this
 * one does not name. What is undecided or unread is not compliant, unless `allow` lets it pass; the annotation says so.
 *
 * @throws an error where the judgement did not come to its end
 */
export const evaluationsOf = (
  records: readonly ResultsRecord[],
  account: string,
  before: readonly Evaluated[],
  settings: Settings = {},
): readonly Evaluation[] => {
  const summary = records.find((record) => record.kind === "summary");
  if (summary === undefined) throw new Error("the judgement did not come to its end");
  const rows = records.filter((record) => record.kind === "coverage");
  const findings = records
    .filter((record) => record.kind === "finding")
    .filter(({ resource }) => !isAboutScope(resource));
  const own = evaluation({ type: ACCOUNT_TYPE, id: account }, wholeAccount(summary, rows, settings));
  const named = [...groupBy(findings, ({ resource }) => keyOf(evaluatedOf(resource))).values()].flatMap(
    ([first, ...others]) =>
      first === undefined
        ? []
        : [evaluation(evaluatedOf(first.resource), oneResource([first, ...others], settings))],
  );
  const known = new Set([own, ...named].map(keyOf));
  const absent = before
    .filter((one) => !known.has(keyOf(one)))
    .map((one) => evaluation(one, unnamed(one, rows)));
  return [own, ...[...named, ...absent].sort(by(keyOf))];
};

const keyOf = ({ type, id }: Evaluated): string => `${type} ${id}`;

const evaluatedOf = ({ kind, id }: Finding["resource"]): Evaluated => ({ type: awsType(kind), id });

const evaluation = ({ type, id }: Evaluated, { compliance, annotation }: Judged): Evaluation => ({
  type,
  id,
  compliance,
  annotation: shortened(visibleLine(annotation)),
});

/** The limit may count code points or UTF-16 units: those, of which there are more, and no half of a pair. */
const shortened = (text: string): string =>
  text.length <= LONGEST_ANNOTATION
    ? text
    : `${text.slice(0, LONGEST_ANNOTATION - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;

const oneResource = (findings: readonly Finding[], settings: Settings): Judged => {
  const { allow = [] } = settings;
  const { failing, lesser, undecided, unread, accepted } = weighed(findings, settings);
  const refused = [
    ...(failing.length > 0 ? [linesOf(failing)] : []),
    ...(undecided.length > 0 && !allow.includes("undecided") ? [`not decided: ${linesOf(undecided)}`] : []),
    ...(unread.length > 0 && !allow.includes("unread") ? [`not read: ${linesOf(unread)}`] : []),
  ];
  if (refused.length > 0) return { compliance: "NON_COMPLIANT", annotation: refused.join("; ") };
  const beside = [
    ...(undecided.length > 0 ? [`not decided, which is allowed: ${linesOf(undecided)}`] : []),
    ...(unread.length > 0 ? [`not read, which is allowed: ${linesOf(unread)}`] : []),
    ...(accepted.length > 0 ? [`accepted by an exception: ${linesOf(accepted)}`] : []),
    ...(lesser.length > 0 ? [`below ${settings.failOn ?? FAIL_ON}: ${linesOf(lesser)}`] : []),
  ];
  return {
    compliance: "COMPLIANT",
    annotation: beside.length === 0 ? "Nothing stands against it." : beside.join("; "),
  };
};

/** The rules, the gravest first, and what that one says. */
const linesOf = (findings: readonly Finding[]): string => {
  const sorted = [...findings].sort(
    (a, b) => RISK_LEVELS.indexOf(b.riskLevel) - RISK_LEVELS.indexOf(a.riskLevel),
  );
  return `${[...new Set(sorted.map(({ ruleId }) => ruleId))].join(", ")}: ${sorted[0]?.message ?? ""}`;
};

const wholeAccount = (
  { incomplete, resources }: Summary,
  rows: readonly Coverage[],
  { allow = [] }: Settings,
): Judged => {
  const gaps = rows.length === 0 ? ["there was no region to read"] : incomplete;
  if (gaps.length > 0)
    return allow.includes("unread")
      ? { compliance: "COMPLIANT", annotation: `Not all was read, which is allowed: ${gaps.join("; ")}` }
      : { compliance: "NON_COMPLIANT", annotation: `Not all was read: ${gaps.join("; ")}` };
  const asked = rows.filter((row) => !isUnasked(row));
  if (asked.length === 0)
    return {
      compliance: "NOT_APPLICABLE",
      annotation: rows.map(({ scope, reason }) => `${scope}: ${reason ?? "not asked"}`).join("; "),
    };
  return {
    compliance: "COMPLIANT",
    annotation: `All was read: ${resources} resources, each evaluated by itself, in ${asked.map(placeOf).join(", ")}`,
  };
};

const isUnasked = ({ status }: Coverage): boolean => status === "unavailable" || status === "excluded";

const placeOf = ({ scope: id }: Coverage): string => {
  const scope = parseScope(id);
  return scope?.provider === "aws" ? scope.region : id;
};

/** A resource that this run does not name: it is no more, unless it may stand behind the break of a listing. */
const unnamed = ({ id }: Evaluated, rows: readonly Coverage[]): Judged => {
  const [arn, , service, region] = id.split(":");
  const about = rows.filter((row) => arn !== "arn" || (row.service === service && placeOf(row) === region));
  const [broken] = about.filter((row) => !isListed(row) && !isUnasked(row));
  if (broken === undefined)
    return {
      compliance: "NOT_APPLICABLE",
      annotation:
        about.length === 0
          ? "The rule does not read its region."
          : "It is no more, or is not judged any more.",
    };
  const { scope, refusal, reason } = broken;
  const why = refusal === null ? (reason ?? "not listed") : `${refusal.operation} gave ${refusal.code}`;
  return { compliance: "NON_COMPLIANT", annotation: `not read: ${scope}: ${why}` };
};
