import { visible } from "../../text/visible.ts";
import { withoutAccessKeys } from "../access-keys.ts";

const shownText = (text: string): string => withoutAccessKeys(visible(text));

/**
 * The gate between data and page: every string of a view becomes harmless to look at. Escaping for HTML is the
 * templates' part. A view is shallow: its depth does not follow from data.
 */
export const shown = (value: unknown): unknown => {
  if (typeof value === "string") return shownText(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shown(member)]));
};
