import { visible, visibleLine } from "./visible.ts";

/**
 * Plain text in GitHub-flavoured Markdown, on one line: nothing in it starts an element, a table cell, a tag, a mention,
 * an issue reference or a link. The empty comment parts what GitHub would turn into a link after rendering.
 */
export const markdownText = (text: string): string =>
  visibleLine(text)
    .replaceAll(/[\\`*_{}[\]()<>#+!|~&-]/g, String.raw`\$&`)
    .replaceAll(/^(\d+)\./g, String.raw`$1\.`)
    .replaceAll("@", "@<!-- -->")
    .replaceAll(String.raw`\#`, String.raw`\#<!-- -->`)
    .replaceAll("://", ":<!-- -->//")
    .replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}<!-- -->.`);

/** Data in a code span, fit for a table cell: a pipe would end the cell even there, and is shown by its number. */
export const markdownCode = (text: string): string => {
  const shown = visibleLine(text).replaceAll("|", "⟨U+007C⟩");
  const fence = "`".repeat(longestRun(shown) + 1);
  const padded = /^[` ]|[` ]$/.test(shown) || shown === "" ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
};

/** A fenced block; the fence is longer than any run of backticks inside. */
export const markdownBlock = (code: string, language = ""): string => {
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${visible(code)}\n${fence}`;
};

const longestRun = (text: string): number =>
  [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
