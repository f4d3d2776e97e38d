import type { Completable } from "./completable.ts";

/** For `source <(postern completion bash)`. What is no word of ours is completed as a file name. */
export const bash = (commands: readonly Completable[]): string => `# postern completion for bash
_postern() {
  local word path="" words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
${commands
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path}") path="${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$path" in
${commands.map(({ path, words }) => `    "${path}") words="${words.map(({ text }) => text).join(" ")}" ;;`).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _postern postern
`;
