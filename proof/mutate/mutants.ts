import type { StrykerMutant } from "./tools.ts";

/** One change to one file. */
export interface Mutant {
  readonly id: string;
  /** `src/policy/sets/ranges.ts` */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
  /** The whole file with the change. */
  readonly text: string;
  /** The reason of a comment that excludes it; null where none does. */
  readonly excluded: string | null;
}

/** Statements stay as they are; an expression goes into parentheses, so that what stands around it does not regroup it. */
const spelt = ({ mutatorName, replacement }: StrykerMutant): string =>
  mutatorName === "BlockStatement" || /^(?:case|default|for|while|do|if)\b/.test(replacement)
    ? replacement
    : `(${replacement})`;

const offsets = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

/** Stryker's mutants of a file as changed texts. */
export const mutantsOf = (
  file: string,
  text: string,
  mutants: readonly StrykerMutant[],
): readonly Mutant[] => {
  const lines = offsets(text);
  return mutants.map((one) => {
    const { start, end } = one.location;
    const from = (lines[start.line] ?? 0) + start.column;
    const to = (lines[end.line] ?? 0) + end.column;
    return {
      id: one.id,
      file,
      line: start.line + 1,
      mutator: one.mutatorName,
      original: text.slice(from, to),
      replacement: one.replacement,
      text: text.slice(0, from) + spelt(one) + text.slice(to),
      excluded: one.status === "Ignored" ? (one.statusReason ?? "no reason given") : null,
    };
  });
};
