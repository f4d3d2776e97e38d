import { cut, visible, visibleLine } from "../../text/visible.ts";

/** At most `limit` code points, invisible characters shown first, so that the cut is the last thing that happens; null where nothing would be seen. */
export const fitted = (text: string, limit: number): string | null => solid(cut(visible(text), limit));

/** As `fitted`, on one line. */
export const fittedLine = (text: string, limit: number): string | null =>
  solid(cut(visibleLine(text), limit));

/** The format's strings need one character that is not a blank. */
const solid = (text: string): string | null => (/\S/.test(text) ? text : null);

/** Pairs of one of the format's string maps; what is blank or too many is left out, the first of two equal names wins. */
export const fieldMap = (
  pairs: readonly (readonly [name: string, value: string])[],
  limits: { readonly pairs: number; readonly name: number; readonly value: number },
): Record<string, string> => {
  const map = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = fittedLine(name, limits.name);
    const text = fitted(value, limits.value);
    if (key !== null && text !== null && !map.has(key) && map.size < limits.pairs) map.set(key, text);
  }
  return Object.fromEntries(map);
};
