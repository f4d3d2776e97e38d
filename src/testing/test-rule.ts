import { AssertionError } from "node:assert";
import { judge } from "../assess/judge.ts";
import { validate } from "../config/validate.ts";
import { RULE_META } from "../config/schemas/rule-meta.ts";
import type { Kind } from "../model/kind.ts";
import type { AnyRule } from "../model/rule.ts";
import type { RuleCase } from "../model/rule-case.ts";
import type { Status } from "../model/verdict.ts";
import { contextOf, readRecord, resourceOf } from "./case-resource.ts";
import { breaches } from "./contract.ts";
import { unmet } from "./expectation.ts";
import { oddRecords } from "./odd-records.ts";

/** One thing that has to hold. `run` throws an AssertionError that says in what way it does not. */
export interface Check {
  readonly name: string;
  readonly run: () => void;
}

export interface RuleTestOptions {
  /** Statuses that the rule cannot answer; any other has to be shown by a case. */
  readonly never?: readonly Status[];
}

/**
 * Everything that a rule has to keep, as named checks for mocha or any other runner:
 *
 *     for (const { name, run } of testRule(rule, kind)) it(name, run);
 *
 * One check a case, and then the contract over all cases: metadata complete, facts known to the kind, each status
 * shown, pure, the same answer twice, input untouched, evidence that resolves, a witness where exposed, and no throw
 * where texts of the records are replaced by odd ones.
 */
export const testRule = (rule: AnyRule, kind: Kind, options: RuleTestOptions = {}): readonly Check[] => {
  const cases = rule.cases ?? [];
  const over = (each: (one: RuleCase) => readonly string[]): readonly string[] =>
    cases.flatMap((one) => each(one).map((line) => `${one.name}: ${line}`));
  return [
    ...cases.map((one) => check(`${one.name} → ${one.expect.status}`, () => judged(rule, kind, one))),
    check("metadata is complete", () => wrongMeta(rule, kind)),
    check("names facts that its kind has", () => unknownFacts(rule, kind)),
    check("each case has a name of its own and a reason", () => unexplained(cases)),
    check("each status is shown by a case", () => unshown(cases, options.never ?? [])),
    check("keeps the contract in every case", () =>
      over((one) => breaches(rule, kind, resourceOf(kind, one.record), contextOf(rule, one.context))),
    ),
    check("keeps the contract on odd input", () => over((one) => brokenByOdd(rule, kind, one))),
  ];
};

const check = (name: string, wrong: () => readonly string[]): Check => ({
  name,
  run: () => {
    const lines = wrong();
    if (lines.length > 0) throw new AssertionError({ message: lines.join("\n") });
  },
});

const judged = (rule: AnyRule, kind: Kind, { record, context, expect }: RuleCase): readonly string[] => {
  const settings = contextOf(rule, context);
  const active = { rule, riskLevel: rule.meta.riskLevel, settings: settings.settings, foreign: true };
  return unmet(expect, judge(active, resourceOf(kind, record), kind, settings));
};

const wrongMeta = (rule: AnyRule, kind: Kind): readonly string[] => [
  ...validate(RULE_META, rule.meta).map(({ at, says }) => `meta${at}: ${says}`),
  ...(rule.kind === kind.kind && rule.meta.resourceKind === kind.kind
    ? []
    : [
        `kind, meta.resourceKind and the kind under test differ: ${rule.kind}, ${rule.meta.resourceKind}, ${kind.kind}`,
      ]),
  ...(rule.meta.service === kind.service ? [] : [`meta.service is not the kind's ${kind.service}`]),
];

const unknownFacts = (rule: AnyRule, kind: Kind): readonly string[] =>
  rule.needs
    .filter((name) => !Object.hasOwn(kind.facts, name))
    .map((name) => `the kind has no fact "${name}"`);

const unexplained = (cases: readonly RuleCase[]): readonly string[] =>
  cases.flatMap(({ name, why }, index) => [
    ...(why.trim() === "" ? [`${name}: no reason`] : []),
    ...(name.trim() === "" ? [`case ${index}: no name`] : []),
    ...(cases.findIndex((one) => one.name === name) === index ? [] : [`two cases are called ${name}`]),
  ]);

const STATUSES: readonly Status[] = ["SUCCESS", "FAILURE", "NEEDS_REVIEW", "NOT_EVALUATED"];

const unshown = (cases: readonly RuleCase[], never: readonly Status[]): readonly string[] =>
  STATUSES.filter(
    (status) => cases.some((one) => one.expect.status === status) === never.includes(status),
  ).map((status) =>
    never.includes(status)
      ? `a case expects ${status}, which the rule never answers`
      : `no case shows ${status}`,
  );

/** Records that the kind refuses to read never reach a rule. */
const brokenByOdd = (rule: AnyRule, kind: Kind, one: RuleCase): readonly string[] => {
  const context = contextOf(rule, one.context);
  for (const record of oddRecords(one.record)) {
    const resource = readRecord(kind, record);
    const lines = "problem" in resource ? [] : breaches(rule, kind, resource, context);
    if (lines.length > 0) return lines.map((line) => `${line} (${JSON.stringify(record).slice(0, 400)})`);
  }
  return [];
};
