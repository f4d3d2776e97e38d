import type { SettingSpec } from "../model/rule.ts";
import type { SettingValue } from "../model/rule-context.ts";
import { ACCOUNT, ORGANIZATION, type JsonSchema } from "./schemas/schema.ts";

/** What each type of a rule's setting takes, for people and for the machine. */
export const SETTING_TYPES: Readonly<
  Record<SettingSpec["type"], { readonly says: string; readonly fits: (value: SettingValue) => boolean }>
> = {
  string: { says: "a text", fits: (value) => typeof value === "string" },
  number: { says: "a number", fits: (value) => typeof value === "number" },
  boolean: { says: "true or false", fits: (value) => typeof value === "boolean" },
  strings: { says: "a list of texts", fits: (value) => Array.isArray(value) },
  accounts: {
    says: "a list of account ids of 12 digits, in quotes",
    fits: (value) => Array.isArray(value) && value.every((one) => matches(ACCOUNT, one)),
  },
  organizations: {
    says: "a list of organisation ids (o-…)",
    fits: (value) => Array.isArray(value) && value.every((one) => matches(ORGANIZATION, one)),
  },
};

const matches = (schema: JsonSchema, value: string): boolean =>
  new RegExp(String(schema["pattern"]), "u").test(value);
