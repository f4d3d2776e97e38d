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
