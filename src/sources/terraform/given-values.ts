import { problem } from "../../model/problem.ts";
import { made, type SourceFile } from "../written/text.ts";
import { parseExpression } from "./json-syntax.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { parseFile } from "./parse-file.ts";
import type { ParseHcl } from "./parser.ts";
import { spanOfRange } from "./traverse.ts";
import type { Expression } from "./syntax.ts";

/** What the user gives to the variables of root modules: `--var-file` and `--var`, in their order; a later one wins. */
export type GivenValue = { readonly file: SourceFile } | { readonly name: string; readonly value: string };

export type Values = ReadonlyMap<string, Expression>;

export const NO_VALUES: Values = new Map<string, Expression>();

/** The values that a file gives, and where it could not be understood. */
export const valuesOf = (
  file: SourceFile,
  parse: ParseHcl,
): { readonly values: Values; readonly errors: readonly number[] } => {
  const { body, errors } = parseFile(file, parse);
  const inputs = file.path.endsWith(".hcl") ? body.attributes.get("inputs") : undefined;
  return { values: inputs === undefined ? body.attributes : inputsOf(inputs), errors };
};

/** What Terragrunt gives: the members of `inputs`; what is merged into them comes from files that are not read. */
const inputsOf = (inputs: Expression): Values => {
  const values = new Map<string, Expression>();
  const pending = [inputs];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.type === "call") pending.push(...next.arguments);
    if (next.type !== "object") continue;
    for (const { key, value } of next.elements) {
      const [part] = key.type === "template" ? key.parts : [];
      if (part?.type === "text" && !values.has(part.text.text)) values.set(part.text.text, value);
    }
  }
  return values;
};

/** @throws a problem (usage) where a value cannot be read. */
export const givenValues = (
  given: readonly GivenValue[],
  { variables }: ModuleSource,
  parse: ParseHcl,
): Values => {
  const values = new Map<string, Expression>();
  for (const one of given) {
    if ("file" in one) {
      const { values: own, errors } = valuesOf(one.file, parse);
      if (errors.length > 0)
        throw problem({
          what: "it is not a file of Terraform's values",
          where: one.file.path,
          todo: "Give a .tfvars or .tfvars.json file.",
          kind: "usage",
        });
      for (const [name, value] of own) values.set(name, value);
      continue;
    }
    const declared = variables.get(one.name);
    if (declared !== undefined) values.set(one.name, literalOf(one, declared, parse));
  }
  return values;
};

const literalOf = (
  { name, value }: { readonly name: string; readonly value: string },
  declared: Declared,
  parse: ParseHcl,
): Expression => {
  const expression = textOfVariable(value, declared, parse);
  if (expression === null)
    throw problem({
      what: `its value is no expression of Terraform: ${value}`,
      where: `--var ${name}`,
      todo: `The variable's type takes a list or an object, such as --var '${name}=["a"]'.`,
      kind: "usage",
    });
  return expression;
};

/**
 * What a text of the command line or the environment gives to a variable, as Terraform reads it: the text itself for a
 * simple type or none, an expression for any other; null where it is none.
 */
export const textOfVariable = (value: string, declared: Declared, parse: ParseHcl): Expression | null => {
  const text = made(value, spanOfRange(declared));
  const type = declared.body.attributes.get("type");
  const isSimple =
    type === undefined || (type.type === "variable" && /^(?:string|number|bool)$/.test(type.name));
  if (isSimple)
    return { unit: text, from: 0, to: value.length, type: "template", parts: [{ type: "text", text }] };
  return parseExpression(text, parse);
};
