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

const typed = ({ text }: Word): string => (text.startsWith("--") ? `-l ${text.slice(2)}` : `-a ${text}`);

const quoted = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
