import { visibleLine } from "./visible.ts";

/**
 * Forms by which a line of a log gives orders to whoever keeps it, each with the character that is shown by its number
 * in its place.
 *
 * Sources: actions/runner `ActionCommand` (`::name::` at the begin of a line, blanks before it allowed; `##[name]`
 * anywhere), Azure Pipelines logging commands (`##vso[`, `##[`), TeamCity service messages (`##teamcity[`), GitLab
 * custom collapsible sections (`section_start:TIME:NAME`), Buildkite's group headings (`---`, `+++`, `~~~`, `^^^ +++`).
 */
const FORMS: readonly RegExp[] = [
  /(?<=^[^\S\n]*):(?=:)/gm,
  /(?<=##)\[/g,
  /(?<=##(?:vso|teamcity))\[/gi,
  /(?<=section_(?:start|end)):(?=\d)/gi,
  /^[-+~^](?=[-+~^]{2} )/gm,
];

/**
 * A text for a terminal or a log in which nothing is an order: none of its lines can annotate a build, hide what
 * follows or set a variable. Escape sequences are not its business: `visible` shows those in data.
 */
export const defused = (text: string): string =>
  FORMS.reduce(
    (sound, form) =>
      sound.replace(
        form,
        (one) => `⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
      ),
    text,
  );

/** Data on one line of a log. */
export const logLine = (text: string): string => defused(visibleLine(text));
