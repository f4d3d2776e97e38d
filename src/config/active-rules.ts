import { problem } from "../model/problem.ts";
import { defaultSettings, CATEGORIES, type AnyRule, type Category, type RiskLevel } from "../model/rule.ts";
import type { Settings } from "../model/rule-context.ts";
import { by } from "../text/order.ts";
import type { LoadedConfig } from "./config.ts";
import { SETTING_TYPES } from "./setting-types.ts";
import { suggest } from "./suggest.ts";

/** A rule that can be run; `foreign` where a plugin brought it. */
export interface AvailableRule {
  readonly rule: AnyRule;
  readonly foreign: boolean;
}

/** A rule as a run uses it. */
interface ChosenRule extends AvailableRule {
  readonly riskLevel: RiskLevel;
  readonly settings: Settings;
}

/** What the command line asks for; an empty list asks for nothing in particular. A rule has to match each list that is not empty. */
export interface Selection {
  readonly ids?: readonly string[];
  readonly riskLevels?: readonly RiskLevel[];
  readonly categories?: readonly Category[];
  /** Ids of standards that a rule maps to. */
  readonly standards?: readonly string[];
}

export interface RuleChoices {
  /** By id. */
  readonly active: readonly ChosenRule[];
  /** Ids of rules that the configuration or the selection leaves out, in order. */
  readonly disabled: readonly string[];
}

/**
 * Applies configuration and selection to the rules that there are.
 *
 * A rule that is named on the command line runs although the configuration disables it: a flag wins over the file.
 *
 * @throws a usage problem over an unknown rule, an unknown setting or a value that its setting does not take.
 */
export const activeRules = (
  available: readonly AvailableRule[],
  loaded: LoadedConfig | null,
  asked: Selection = {},
): RuleChoices => {
  const selection =
    asked.standards === undefined
      ? asked
      : { ...asked, standards: standardsMeant(asked.standards, standardsOf(available)) };
  const ids = available.map(({ rule }) => rule.meta.id);
  for (const id of Object.keys(loaded?.config.rules ?? {})) {
    if (!ids.includes(id)) throw unknown("rule", id, ids, loaded?.where(`/rules/${id}`));
  }
  refuseUnknown("rule", selection.ids, ids);
  refuseUnknown("category", selection.categories, CATEGORIES);
  const active: ChosenRule[] = [];
  const disabled: string[] = [];
  for (const one of [...available].sort(by(({ rule }) => rule.meta.id))) {
    const { meta } = one.rule;
    const choice = loaded?.config.rules[meta.id] ?? {};
    const riskLevel = choice.riskLevel ?? meta.riskLevel;
    const settings = settingsOf(one.rule, loaded);
    const named = selection.ids?.includes(meta.id) === true;
    const runs = (named || choice.enabled !== false) && isSelected({ ...meta, riskLevel }, selection);
    if (runs) active.push({ ...one, riskLevel, settings });
    else disabled.push(meta.id);
  }
  if (active.length === 0 && Object.values(selection).some((wanted) => wanted.length > 0)) {
    throw problem({
      what: "no rule is all that was asked for",
      todo: "`postern rules` lists them.",
      kind: "usage",
    });
  }
  return { active, disabled };
};

/** A word that is misspelt must not become a run that looks at nothing. */
const refuseUnknown = (what: string, wanted: readonly string[] = [], known: readonly string[]): void => {
  for (const word of wanted) if (!known.includes(word)) throw unknown(what, word, known);
};

/** Ids in any case, or the beginning of just one of them: `pci`, `cis`. */
const standardsMeant = (wanted: readonly string[], known: readonly string[]): readonly string[] =>
  wanted.map((word) => {
    const begun = known.filter((id) => id.toUpperCase().startsWith(word.toUpperCase()));
    const exact = begun.find((id) => id.length === word.length);
    const [only] = begun;
    const meant = exact ?? (begun.length === 1 ? only : undefined);
    if (meant === undefined) throw unknown("standard", word, known);
    return meant;
  });

const standardsOf = (available: readonly AvailableRule[]): readonly string[] =>
  [...new Set(available.flatMap(({ rule }) => rule.meta.compliance.map(({ standard }) => standard)))].sort();

const isSelected = (
  { id, riskLevel, categories, compliance }: AnyRule["meta"],
  selection: Selection,
): boolean =>
  isAmong(selection.ids, [id]) &&
  isAmong(selection.riskLevels, [riskLevel]) &&
  isAmong(selection.categories, categories) &&
  isAmong(
    selection.standards,
    compliance.map(({ standard }) => standard),
  );

const isAmong = (wanted: readonly string[] | undefined, has: readonly string[]): boolean =>
  wanted === undefined || wanted.length === 0 || has.some((one) => wanted.includes(one));

const settingsOf = ({ meta }: AnyRule, loaded: LoadedConfig | null): Settings => {
  const written = loaded?.config.rules[meta.id]?.settings ?? {};
  for (const [name, value] of Object.entries(written)) {
    const where = loaded?.where(`/rules/${meta.id}/settings/${name}`);
    const spec = Object.hasOwn(meta.settings, name) ? meta.settings[name] : undefined;
    if (spec === undefined) throw unknown("setting", name, Object.keys(meta.settings), where);
    if (!SETTING_TYPES[spec.type].fits(value)) {
      throw problem({
        what: `${name} is not ${SETTING_TYPES[spec.type].says}`,
        ...(where !== undefined && { where }),
        todo: spec.description,
        kind: "usage",
      });
    }
  }
  return { ...defaultSettings(meta), ...written };
};

const unknown = (what: string, name: string, known: readonly string[], where?: string): Error => {
  const meant = suggest(name, known);
  const names = known.length === 0 ? "There is none" : `There is ${known.join(", ")}`;
  return problem({
    what: `unknown ${what} "${name}"`,
    ...(where !== undefined && { where }),
    todo: meant === null ? `${names}.` : `Did you mean "${meant}"?`,
    kind: "usage",
  });
};
