import { RISK_LEVELS, type AnyRule } from "../model/rule.ts";
import type { SettingValue } from "../model/rule-context.ts";
import { isObject } from "../text/is-object.ts";
import type { RuleChoice } from "./config.ts";
import type { WrittenException } from "./read-config.ts";

/** An exception of Conformity's: what it is about. Approver, reason and expiry it never had. */
export type ExceptionDraft = Pick<WrittenException, "rule" | "resource" | "tag">;

/** Conformity's rule settings as ours, and a note on everything that could not be taken over as it was. */
export interface Import {
  readonly rules: Readonly<Record<string, RuleChoice>>;
  readonly drafts: readonly ExceptionDraft[];
  readonly notes: readonly string[];
}

/**
 * Reads Conformity's rule settings: a list of them, an account's (`data.attributes.settings.rules`), or a profile's
 * (`included`).
 *
 * @returns null where the value holds no such list
 */
export const importConformity = (value: unknown, known: readonly AnyRule[]): Import | null => {
  const settings = settingsIn(value);
  if (settings === null) return null;
  const rules: Record<string, RuleChoice> = {};
  const drafts: ExceptionDraft[] = [];
  const notes: string[] = [];
  for (const setting of settings) {
    const id =
      [setting["id"], setting["ruleId"]].find((one) => typeof one === "string") ?? "a setting without an id";
    const rule = known.find(({ meta }) => meta.id === id);
    if (rule === undefined) {
      notes.push(`${id}: there is no such rule here; it was left out`);
      continue;
    }
    const says = (text: string): number => notes.push(`${id}: ${text}`);
    const choice = choiceOf(rule, setting, says);
    if (Object.keys(choice).length > 0) rules[id] = choice;
    drafts.push(...draftsOf(id, setting["exceptions"], says));
  }
  return { rules, drafts, notes };
};

type Setting = Readonly<Record<string, unknown>>;
type Says = (text: string) => void;

const settingsIn = (value: unknown): readonly Setting[] | null => {
  const list = [
    value,
    at(value, "rules"),
    at(value, "settings", "rules"),
    at(value, "data", "attributes", "settings", "rules"),
    at(value, "included"),
  ].find(Array.isArray) as readonly unknown[] | undefined;
  return list?.filter(isObject).map((one) => ({ ...one, ...asObject(one["attributes"]) })) ?? null;
};

const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((here, name) => (isObject(here) ? here[name] : undefined), value);

const asObject = (value: unknown): Setting => (isObject(value) ? value : {});

const choiceOf = ({ meta }: AnyRule, setting: Setting, says: Says): RuleChoice => {
  const { enabled, riskLevel, extraSettings } = setting;
  const level = RISK_LEVELS.find((one) => one === riskLevel);
  if (riskLevel !== undefined && level === undefined)
    says(`the risk level ${JSON.stringify(riskLevel)} is not known`);
  const settings = settingsOf(meta.settings, extraSettings, says);
  return {
    ...(enabled === false && { enabled }),
    ...(level !== undefined && level !== meta.riskLevel && { riskLevel: level }),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
};

const settingsOf = (
  specs: AnyRule["meta"]["settings"],
  extra: unknown,
  says: Says,
): Readonly<Record<string, SettingValue>> => {
  const settings: Record<string, SettingValue> = {};
  for (const one of Array.isArray(extra) ? extra.filter(isObject) : []) {
    const name = String(one["name"]);
    if (specs[name]?.type !== "accounts") {
      says(`the setting ${name} has no counterpart and was left out`);
      continue;
    }
    const accounts: string[] = [];
    for (const text of valuesOf(one)) {
      const account = /^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
      if (account === undefined) says(`${name}: ${JSON.stringify(text)} is no account and was left out`);
      else accounts.push(account);
    }
    settings[name] = accounts;
  }
  return settings;
};

/** `value: "a"`, `values: ["a"]` or `values: [{"value": "a"}]`. */
const valuesOf = (setting: Setting): readonly string[] => {
  const values = setting["values"] ?? setting["value"] ?? [];
  return (Array.isArray(values) ? values : [values]).map((one: unknown) =>
    String(isObject(one) ? one["value"] : one),
  );
};

const draftsOf = (rule: string, exceptions: unknown, says: Says): readonly ExceptionDraft[] => {
  const { resources, tags, filterTags, ...others } = asObject(exceptions);
  for (const name of Object.keys(others)) says(`exceptions.${name} has no counterpart and was left out`);
  return [
    ...textsIn(resources).map((text) => ({ rule, resource: text.startsWith("arn:") ? text : `*/${text}` })),
    ...[...textsIn(tags), ...textsIn(filterTags)].map((text) => ({ rule, tag: tagOf(text, says) })),
  ];
};

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const tagOf = (text: string, says: Says): NonNullable<ExceptionDraft["tag"]> => {
  const [key = text, value] = text.split("::");
  if (value === undefined) {
    says(`the tag exception ${JSON.stringify(text)} meant a key or a value there; it is taken as a key`);
  }
  return value === undefined ? { key } : { key, value };
};
