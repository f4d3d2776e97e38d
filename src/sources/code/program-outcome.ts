import { posix } from "node:path";
import type { InputFile, Tree } from "../readers/reader.ts";
import { NO_ENVIRONMENT } from "../shell/script.ts";
import { STAND_IN, type Account } from "../written/identity.ts";
import type { Outcome } from "../written/outcome.ts";
import type { Text } from "../written/text.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import { costsTooMuch } from "./parsing-cost.ts";
import { policiesInProgram, type ProgramPolicies } from "./find-policies.ts";
import { openProgram } from "./program.ts";
import type { Language } from "./syntax.ts";

/** Reads a program of one language. */
export const programOutcome = (language: Language, file: InputFile, tree: Tree): Outcome => {
  if (costsTooMuch(file.text))
    return {
      status: "not-understood",
      reason: "it is too long, or its brackets nest too deep, to be parsed",
      todo: "Give the program in parts, or as it was before it was bundled.",
    };
  const folder = posix.dirname(file.path);
  const read = (path: string): Text | null => {
    const beside = posix.join(folder, path);
    return (beside.startsWith("..") ? null : tree.use(beside)) ?? tree.use(posix.normalize(path));
  };
  const find = (account: Account): ProgramPolicies =>
    policiesInProgram(
      openProgram(language, { path: file.path, text: file.text }, { account, kind: file.kind, read }),
      {
        kind: file.kind,
        read: tree.use,
        folder,
        environment: NO_ENVIRONMENT,
      },
    );
  const { handled, unread } = find(STAND_IN);
  return writtenOutcome(file, { policies: (account) => find(account).policies, handled, unread });
};
