import type { Settable } from "../written/settable.ts";
import type { WrittenIdentity } from "../written/identity.ts";
import { fileText } from "../written/text.ts";
import type { Value } from "../written/value.ts";
import { textOfVariable, type Values } from "./given-values.ts";
import type { ModuleSource } from "./module-source.ts";
import type { ParseHcl } from "./parser.ts";
import type { Expression } from "./syntax.ts";

/** A root module whose variables a command, the environment or a workspace may give other values than their defaults. */
export const settableModule = (
  folder: string,
  source: ModuleSource | null,
  identitiesOf: (folder: string, values: Values) => readonly WrittenIdentity[],
  parse: ParseHcl,
): Settable => {
  const names = [...(source?.variables.keys() ?? [])];
  return {
    path: folder,
    // What a loaded file gives wins over the environment, and loses against an option.
    names: names.map((name) => ({
      name,
      ways: source?.given.has(name) === true ? ["-var"] : ["TF_VAR", "-var"],
    })),
    isNamed: true,
    identitiesWith: (values) =>
      identitiesOf(
        folder,
        new Map(
          [...values].flatMap(([name, value]) => {
            const declared = source?.variables.get(name);
            return declared === undefined
              ? []
              : [[name, expressionOf(value, (text) => textOfVariable(text, declared, parse))] as const];
          }),
        ),
      ),
  };
};

const expressionOf = (value: Value, ofText: (value: string) => Expression | null): Expression => {
  const { file, from, to } = value.span;
  const open: Expression = { unit: fileText(file), from, to, type: "unknown" };
  return value.kind === "text" ? (ofText(value.text.text) ?? open) : open;
};
