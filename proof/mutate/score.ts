import { dirname } from "node:path";
import type { Mutant } from "./mutants.ts";

export type Fate = "killed" | "stuck" | "fell" | "survived" | "untested" | "excluded";

export interface Tried {
  readonly mutant: Omit<Mutant, "text">;
  readonly fate: Fate;
  /** The test that noticed it. */
  readonly by: string | null;
}

const of = (tried: readonly Tried[], ...fates: readonly Fate[]): number =>
  tried.filter(({ fate }) => fates.includes(fate)).length;

const percent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;

const folderOf = ({ mutant: { file } }: Tried): string =>
  file.startsWith("src/rules/") ? "src/rules" : dirname(file) === "src/policy" ? file : dirname(file);

const row = (name: string, tried: readonly Tried[]): string => {
  const killed = of(tried, "killed", "stuck", "fell");
  const counted = tried.length - of(tried, "excluded");
  const columns = [
    percent(killed, counted),
    `${killed} of ${counted}`,
    `${of(tried, "stuck", "fell")} never ended`,
    `${of(tried, "survived")} survived`,
    `${of(tried, "untested")} reached by no test`,
    `${of(tried, "excluded")} excluded`,
  ];
  return `${name.padEnd(22)} ${columns.join(" · ")}`;
};

/** A line for each folder, and one for all. */
export const scores = (tried: readonly Tried[]): string => {
  const folders = [...new Set(tried.map(folderOf))].sort();
  return [
    ...folders.map((folder) =>
      row(
        folder,
        tried.filter((one) => folderOf(one) === folder),
      ),
    ),
    row("all", tried),
  ].join("\n");
};

const brief = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-25)}` : line;
};

/** The changes that no test noticed, file by file. */
export const survivors = (tried: readonly Tried[]): string => {
  const left = tried.filter(({ fate }) => fate === "survived" || fate === "untested");
  return [...new Set(left.map(({ mutant }) => mutant.file))]
    .map((file) =>
      [
        file,
        ...left
          .filter(({ mutant }) => mutant.file === file)
          .map(
            ({ mutant, fate }) =>
              `  ${mutant.line}: ${brief(mutant.original)}  →  ${brief(mutant.replacement)}  (${mutant.mutator}${fate === "untested" ? ", reached by no test" : ""})`,
          ),
      ].join("\n"),
    )
    .join("\n\n");
};
