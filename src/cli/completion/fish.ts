import type { Completable, Word } from "./completable.ts";

/** For `postern completion fish | source`. */
export const fish = (commands: readonly Completable[]): string =>
  `# postern completion for fish\n${commands.flatMap(linesOf).join("\n")}\n`;

const linesOf = ({ path, words }: Completable): readonly string[] =>
  words.map(
    (word) => `complete -c postern -n '${when(path, words)}' ${typed(word)} -d '${quoted(word.says)}'`,
  );

/** After the words of the path and none of the words that may follow it. */
const when = (path: string, words: readonly Word[]): string => {
  const next = words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text);
  if (path === "") return "__fish_use_subcommand";
  const seen = path.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`);
  return [...seen, ...(next.length === 0 ? [] : [`not __fish_seen_subcommand_from ${next.join(" ")}`])].join(
    "; and ",
  );
};

const typed = ({ text, values }: Word): string => {
  if (!text.startsWith("--")) return `-a ${text}`;
  const given = values === "profiles" ? "(aws configure list-profiles 2>/dev/null)" : values?.join(" ");
  return `-l ${text.slice(2)}${given === undefined ? "" : ` -x -a '${given}'`}`;
};

const quoted = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
