/** Members of a glob: each star filled alike, each question mark with a letter or digit that is its own. */
export const instances = (
  pattern: string,
  fillers: readonly string[] = ["", "q"],
  one = "8",
): readonly string[] => fillers.map((filler) => pattern.replaceAll("*", filler).replaceAll("?", one));

/** Members of a glob that begin with a prefix: the prefix is read by the pattern, the rest is filled. */
export const inhabit = (
  pattern: string,
  prefix: string,
  fillers: readonly string[] = ["", "q"],
): readonly string[] =>
  restsOf(pattern, prefix).flatMap((rest) => instances(rest, fillers).map((one) => prefix + one));

/** What is left of a glob once it has read a prefix, in each way that it can. */
export const restsOf = (pattern: string, prefix: string): readonly string[] => {
  let positions = closure(pattern, new Set([0]));
  for (const character of prefix) {
    const next = new Set<number>();
    for (const at of positions)
      if (pattern[at] === "*") next.add(at);
      else if (pattern[at] === "?" || pattern[at] === character) next.add(at + 1);
    positions = closure(pattern, next);
  }
  return [...positions].map((at) => pattern.slice(at));
};

/** A star may be left at once. */
const closure = (pattern: string, positions: ReadonlySet<number>): ReadonlySet<number> => {
  const all = new Set(positions);
  for (const at of all) if (pattern[at] === "*") all.add(at + 1);
  return all;
};

/** Twelve-digit ids that a pattern of digits admits. */
export const accountsOf = (pattern: string): readonly string[] => {
  const digits = pattern.replaceAll("?", "8");
  const missing = 12 - digits.replaceAll("*", "").length;
  if (missing < 0 || (missing > 0 && !digits.includes("*"))) return [];
  const filled = digits.replace("*", "9".repeat(missing)).replaceAll("*", "");
  return /^\d{12}$/.test(filled) ? [filled] : [];
};
