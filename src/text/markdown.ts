import { defused, logLine } from "./log-commands.ts";
import { visible, visibleLine } from "./visible.ts";

/** As a reference, so that it is seen in the source. */
const PART = "&#8203;";

/**
 * Plain text in GitHub-flavoured Markdown, on one line: nothing in it starts an element, a table cell, a tag, a mention,
 * an issue reference or a link. The zero-width space parts what GitHub would turn into a link after rendering.
 */
export const markdownText = (text: string): string =>
  visibleLine(text)
    .replaceAll(/[\\`*_{}[\]()<>#+!|~&-]/g, String.raw`\$&`)
    .replaceAll(/^(\d+)\./g, String.raw`$1\.`)
    .replaceAll("@", `@${PART}`)
    .replaceAll(String.raw`\#`, `\\#${PART}`)
    .replaceAll("://", `:${PART}//`)
    .replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}${PART}.`);

/** Data in a code span, fit for a table cell: a pipe would end the cell even there, and is shown by its number. */
export const markdownCode = (text: string): string => {
  const shown = withoutComments(logLine(text)).replaceAll("|", "⟨U+007C⟩");
  const fence = "`".repeat(longestRun(shown) + 1);
  const padded = /^[` ]|[` ]$/.test(shown) || shown === "" ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
};

/** A fenced block; the fence is longer than any run of backticks inside. */
export const markdownBlock = (code: string, language = ""): string => {
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${withoutComments(defused(visible(code)))}\n${fence}`;
};

/** Programs that look for comments in Markdown do not ask whether they stand in code. */
const withoutComments = (text: string): string => text.replaceAll("<!--", "⟨U+003C⟩!--");

const longestRun = (text: string): number =>
  [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
