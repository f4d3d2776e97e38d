export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value that a text is in JSON; null where it is none. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** A member's text; empty where it is missing or none. */
export const textAt = (value: JsonObject, name: string): string => {
  const member = value[name];
  return typeof member === "string" ? member : "";
};

/** The texts of a list, or the one text that stands alone. */
export const textsAt = (value: JsonObject, name: string): readonly string[] => {
  const member = value[name];
  const all = Array.isArray(member) ? (member as readonly Json[]) : [member ?? null];
  return all.filter((one) => typeof one === "string");
};
