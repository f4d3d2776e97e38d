import type { Outcome } from "../../remedy/apply.ts";
import { visible, visibleLine } from "../../text/visible.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

const WORD: Readonly<Record<Outcome["state"], string>> = {
  applied: "APPLIED",
  already: "THERE",
  stale: "CHANGED",
  failed: "FAILED",
  unverified: "UNVERIFIED",
  undone: "UNDONE",
  back: "BACK",
};

const GOOD: ReadonlySet<Outcome["state"]> = new Set(["applied", "already", "undone", "back"]);

/** What became of one resource, and the texts that part ways where somebody changed it. */
export const outcomeText = ({ state, id, says, texts = [] }: Outcome): string =>
  [
    `${WORD[state].padEnd(10)} ${visibleLine(id)}`,
    `  ${visibleLine(says)}`,
    ...texts.flatMap(({ title, text }) => [
      `  ${title}:`,
      ...(text === null ? ["(no policy)"] : visible(text).split("\n")).map((line) => `    ${line}`),
    ]),
    "",
  ].join("\n");

const COUNTED: Readonly<Record<Outcome["state"], string>> = {
  applied: "applied",
  already: "already there",
  stale: "changed by somebody else",
  failed: "failed",
  unverified: "written, but not as it should be",
  undone: "undone",
  back: "already back",
};

/** Counts by what became of the resources, in one line. */
export const countsOf = (outcomes: readonly Outcome[]): string =>
  Object.entries(COUNTED)
    .map(([state, words]) => ({ words, count: outcomes.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ words, count }) => `${count} ${words}`)
    .join(", ");

export const exitOf = (outcomes: readonly Outcome[]): ExitCode =>
  outcomes.every(({ state }) => GOOD.has(state)) ? EXIT.done : EXIT.output;
