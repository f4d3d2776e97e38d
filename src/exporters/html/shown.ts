import { visible } from "../../text/visible.ts";

/** Long-lived and temporary access key ids; a report goes to people who must not have them. */
const ACCESS_KEY = /\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g;

const shownText = (text: string): string =>
  visible(text).replace(ACCESS_KEY, (_, kind: string) => `${kind}⟨hidden⟩`);

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
