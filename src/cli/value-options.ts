import { InvalidArgumentError, Option, type Command } from "commander";
import type { ChosenValue } from "../sources/tree/values.ts";

export interface ValueFlags {
  readonly varFile?: readonly ChosenValue[];
  readonly var?: readonly ChosenValue[];
}

/** The options that give values to Terraform's variables; as for Terraform, the later of two wins. */
export const addValueOptions = (command: Command): Command => {
  const chosen: ChosenValue[] = [];
  const add = (value: ChosenValue): readonly ChosenValue[] => {
    chosen.push(value);
    return chosen;
  };
  return command
    .addOption(
      new Option(
        "--var-file <file>",
        "values of Terraform's root modules (.tfvars), repeatable; the later one wins",
      ).argParser((file: string) => add({ file })),
    )
    .addOption(
      new Option("--var <name=value>", "a value of Terraform's root modules, repeatable").argParser(
        (text: string) => add(assignment(text)),
      ),
    );
};

const assignment = (text: string): ChosenValue => {
  const at = text.indexOf("=");
  const name = text.slice(0, at).trim();
  if (at < 0 || !/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name))
    throw new InvalidArgumentError("Give the variable's name, =, and its value.");
  return { name, value: text.slice(at + 1) };
};

/** Both options fill one list, in the order of the command line. */
export const chosenValues = (flags: ValueFlags): readonly ChosenValue[] => flags.varFile ?? flags.var ?? [];
