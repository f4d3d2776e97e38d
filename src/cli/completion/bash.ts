import type { Completable, Word } from "./completable.ts";

/** For `source <(postern completion bash)`. What is no word of ours is completed as a file name. */
export const bash = (commands: readonly Completable[]): string => `# postern completion for bash
_postern_profiles() {
  sed -n -e 's/^\\[profile \\(.*\\)\\]$/\\1/p' -e 's/^\\[\\(default\\)\\]$/\\1/p' "\${AWS_CONFIG_FILE:-$HOME/.aws/config}" 2>/dev/null
}
_postern() {
  local word path="" words="" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
${commands
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path}") path="${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$path $previous" in
${commands.flatMap(({ path, words }) => words.flatMap((word) => valueLine(path, word))).join("\n")}
    *)
      case "$path" in
${commands.map(({ path, words }) => `        "${path}") words="${words.map(({ text }) => text).join(" ")}" ;;`).join("\n")}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _postern postern
`;

const valueLine = (path: string, { text, values }: Word): readonly string[] =>
  values === undefined
    ? []
    : [
        `    "${path} ${text}") words="${values === "profiles" ? "$(_postern_profiles)" : values.join(" ")}" ;;`,
      ];
