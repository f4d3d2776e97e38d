import { isObject } from "../text/is-object.ts";
import { PLUGIN_SCHEMA } from "./schemas/plugin.ts";
import { validate } from "./validate.ts";

/** The version of the interface between Postern and its plugins. */
const API_VERSION = 1;

/** What keeps a module's default export from being a plugin, as a sentence without a full stop; null where it is one. */
export const wrongPlugin = (value: unknown): string | null => {
  if (!isObject(value)) return "its default export is not an object";
  const { apiVersion, rules, kinds = [], exporters = [] } = value;
  if (apiVersion !== API_VERSION) {
    return `it is written for apiVersion ${show(apiVersion)}, and this Postern knows apiVersion ${API_VERSION}`;
  }
  const [invalid] = validate(PLUGIN_SCHEMA, dataOf(value));
  if (invalid !== undefined) {
    const meant = invalid.meant === undefined ? "" : ` (did you mean "${invalid.meant}"?)`;
    return `${ruleIdAt(rules, invalid.at)}${invalid.at || "the plugin"}: ${invalid.says}${meant}`;
  }
  return (
    wrongCases(rules) ??
    missingFunction("rules", rules, ["judge"]) ??
    missingFunction("kinds", kinds, ["read", "documents", "tags"]) ??
    missingFunction("exporters", exporters, ["open"])
  );
};

/** The plugin without its functions and worked examples. */
const dataOf = (plugin: Readonly<Record<string, unknown>>): unknown => ({
  ...plugin,
  rules: eachWithout(plugin["rules"], ["judge", "cases"]),
  ...(plugin["exporters"] !== undefined && { exporters: eachWithout(plugin["exporters"], ["open"]) }),
  ...(plugin["kinds"] !== undefined && {
    kinds: patternsAsData(eachWithout(plugin["kinds"], ["read", "documents", "tags", "collect", "probe"])),
  }),
});

const eachWithout = (list: unknown, names: readonly string[]): unknown =>
  Array.isArray(list)
    ? list.map((one: unknown) =>
        isObject(one)
          ? Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name)))
          : one,
      )
    : list;

/** Patterns as the schema knows them; the function that a kind has beside them in `code` is left out. */
const patternsAsData = (value: unknown): unknown => {
  if (value instanceof RegExp) return { source: value.source, flags: value.flags };
  if (Array.isArray(value)) return value.map(patternsAsData);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => name !== "ofName" || typeof one !== "function")
      .map(([name, one]) => [name, patternsAsData(one)]),
  );
};

const missingFunction = (list: string, items: unknown, names: readonly string[]): string | null => {
  for (const [index, item] of (items as readonly Readonly<Record<string, unknown>>[]).entries()) {
    const missing = names.find((name) => typeof item[name] !== "function");
    if (missing !== undefined) return `/${list}/${index}: ${missing} is not a function`;
  }
  return null;
};

/** Worked examples are shown by `explain`; what they are worth, the rule's own tests say. */
const wrongCases = (rules: unknown): string | null => {
  const wrong = (
    rules as readonly { readonly meta: { readonly id: string }; readonly cases?: unknown }[]
  ).find(({ cases = [] }) => !Array.isArray(cases) || !cases.every(isCase));
  return wrong === undefined
    ? null
    : `rule ${wrong.meta.id}: cases is not a list of {"name","why","record","expect"}`;
};

const isCase = (value: unknown): boolean =>
  isObject(value) &&
  typeof value["name"] === "string" &&
  typeof value["why"] === "string" &&
  isObject(value["record"]) &&
  isObject(value["expect"]) &&
  typeof value["expect"]["status"] === "string";

/** The rule that a pointer into `rules` leads to, for people. */
const ruleIdAt = (rules: unknown, at: string): string => {
  const index = /^\/rules\/(\d+)\//.exec(at)?.[1];
  const rule: unknown = index === undefined || !Array.isArray(rules) ? undefined : rules[Number(index)];
  const meta = isObject(rule) ? rule["meta"] : undefined;
  return isObject(meta) && typeof meta["id"] === "string" ? `rule ${meta["id"]}, ` : "";
};

const show = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));
