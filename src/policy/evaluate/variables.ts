import type { Policy, Value } from "../shapes.ts";
import { marks, marksOf, type Mark } from "./pattern.ts";
import { valueOf, type Request } from "./request.ts";

/**
 * A value with its variables replaced; null where one has no value and no default.
 *
 * Only a 2012-10-17 policy has variables; in an older one `${…}` is text. What a variable brings in is never a wildcard,
 * and `${*}`, `${?}`, `${$}` are the characters themselves (IAM user guide, reference_policies_variables).
 */
export const expand = (
  text: string,
  version: Policy["version"],
  request: Request,
): readonly Mark[] | null => {
  if (version !== "2012-10-17") return marks(text);
  const parts: Mark[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    const value = resolve(match[1] ?? "", request);
    if (value === null) return null;
    parts.push(...marks(text.slice(end, match.index)), ...Array.from(value));
    end = match.index + match[0].length;
  }
  return [...parts, ...marks(text.slice(end))];
};

/** A policy's value with its variables replaced. */
export const expandValue = (
  value: Value,
  version: Policy["version"],
  request: Request,
): readonly Mark[] | null =>
  value.text.includes("${") ? expand(value.text, version, request) : marksOf(value);

const resolve = (inside: string, request: Request): string | null => {
  if (inside === "*" || inside === "?" || inside === "$") return inside;
  const withDefault = /^([^,]*),\s*'([^']*)'\s*$/.exec(inside);
  if (withDefault === null) return valueOf(request, inside.trim());
  return valueOf(request, (withDefault[1] ?? "").trim()) ?? withDefault[2] ?? "";
};
