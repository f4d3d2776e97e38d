import { bash } from "./bash.ts";
import type { Completable } from "./completable.ts";

/** For `source <(postern completion zsh)`: zsh runs bash's completions itself. */
export const zsh = (commands: readonly Completable[]): string => `# postern completion for zsh
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;
