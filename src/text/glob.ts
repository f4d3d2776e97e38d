/**
 * Whether `text` matches a glob, where `*` is any run of characters and `?` any one.
 *
 * Goes back to the last star only, so the time is at most the product of the lengths, never exponential.
 */
export const matchesGlob = (pattern: string, text: string): boolean => {
  let at = 0;
  let star = -1;
  let resume = 0;
  let read = 0;
  while (read < text.length) {
    if (pattern[at] === "*") {
      star = at;
      at += 1;
      resume = read;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[read])) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      read = resume;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
};

/** Longer globs are taken to have a text in common, in UTF-16 units; an ARN has at most 2,048. */
const LONGEST_COMPARED = 4096;

/** Whether some text matches both globs. The time is the product of the lengths. */
export const globsMeet = (a: string, b: string): boolean => {
  if (a.length > LONGEST_COMPARED || b.length > LONGEST_COMPARED) return true;
  // `meets[j]`: whether what is left of `a` and what `b` has from j on have a text in common.
  let meets: boolean[] = [];
  for (let i = a.length; i >= 0; i -= 1) {
    const before = meets;
    meets = [];
    for (let j = b.length; j >= 0; j -= 1) meets[j] = meetsAt(a[i], b[j], before, meets, j);
  }
  return meets[0] === true;
};

const meetsAt = (
  x: string | undefined,
  y: string | undefined,
  before: readonly boolean[],
  now: readonly boolean[],
  j: number,
): boolean => {
  if (x === undefined && y === undefined) return true;
  if (x === "*") return before[j] === true || (y !== undefined && now[j + 1] === true);
  if (y === "*") return now[j + 1] === true || (x !== undefined && before[j] === true);
  return x !== undefined && y !== undefined && (x === "?" || y === "?" || x === y) && before[j + 1] === true;
};
