import { isDocumentation, isProgram } from "../file-kinds.ts";
import type { SourceFile } from "../written/text.ts";
import { madeText, unknown, type Value } from "../written/value.ts";
import type { SettableName, Way } from "../written/settable.ts";

/** A value that a file gives to a name; one that is not a literal is unknown. */
export interface Given extends SettableName {
  readonly value: Value;
}

/**
 * The values that a file of any form gives to names: parameter files, scripts, CI, Makefiles, Dockerfiles. It is told by how
 * the name is written, because no parser knows all of these forms.
 */
export const givenInText = (
  file: SourceFile,
  names: readonly SettableName[],
  /** Whether the whole file is values, because a command names it as such. */
  isValueFile: boolean,
): readonly Given[] => {
  const possible = waysIn(file, isValueFile);
  return names
    .filter(({ name, ways }) => ways.some((way) => possible.has(way)) && file.text.includes(name))
    .flatMap(({ name, ways }) => {
      const found = new Map<string, Given>();
      const used = ways.filter((way) => possible.has(way));
      for (const pattern of patternsOf(name, used, file, isValueFile))
        for (const { 0: match, index } of file.text.matchAll(pattern)) {
          const at = index + match.length;
          const value = isCommented(file.text, index) ? null : valueAt(file, at, name);
          if (value !== null)
            found.set(value.kind === "text" ? `=${value.text.text}` : "?", { name, ways, value });
        }
      return [...found.values()];
    });
};

/** Ways of giving values that a file can use at all: a cheap look before any name is searched for. */
const waysIn = ({ path, text }: SourceFile, isValueFile: boolean): ReadonlySet<Way> => {
  const ways = new Set<Way>(["environment"]);
  if (text.includes("TF_VAR_")) ways.add("TF_VAR");
  if (isValueFile || text.includes("-var") || STACK.test(path) || HOLDS_VARIABLES.test(text))
    ways.add("-var");
  if (DEPLOYS.test(path) || DEPLOYS.test(text)) ways.add("parameter");
  if (text.includes("--") || COMPOSE.test(path)) ways.add("option");
  return ways;
};

const EQUALS = String.raw`[ \t]*(?::=|\?=|=>|=(?!=)|:(?!:))[ \t]*`;

/** A name as it is assigned: `name=`, `"name": `, `["name"] = `, `ENV name `. */
const assigned = (name: string): RegExp =>
  new RegExp(String.raw`(?<![\w.$-])["']?${name}\\?["']?\]?${EQUALS}|(?<=\bENV[ \t]{1,9})${name}[ \t]+`, "g");

/** The value in a pair of key and value, on whichever side of the key it stands. */
const paired = (name: string): RegExp =>
  new RegExp(
    String.raw`(?<=\b(?:parameter_?key|key|name)["']?[ \t]{0,9}[:=][ \t]{0,9}["']?${name}["']?(?![\w-])[^{}]{0,300}?)\b(?:parameter_?value|value)["']?${EQUALS}` +
      "|" +
      String.raw`\b(?:parameter_?value)["']?${EQUALS}(?=[^{}\n]{1,300}\n?[^{}\n]{0,99}\bparameter_?key["']?[ \t]{0,9}[:=][ \t]{0,9}["']?${name}["']?(?![\w-]))`,
    "gi",
  );

const option = (name: string): RegExp =>
  new RegExp(String.raw`(?<![\w-])--(?:param[= ]["']?)?${name}(?:=|[ \t]+|["'],[ \t]*)`, "g");

/** `-var who=x`, `-var='who=x'`, `"-var", "who=x"`. */
const variable = (name: string): RegExp =>
  new RegExp(String.raw`(?<=\B-var["']?(?:=|,?\s{1,9}|,)\\?["']{0,2})${name}[ \t]*=[ \t]*`, "g");

/** What speaks of parameters of a deployment, so that a name in it means one of them. */
const DEPLOYS =
  /param|overrid|stack|cloudformation|deploy|extra[-_]vars|\bansible|playbook|\bvars\b|\bconfig\b|^\s*\[\s*"\w+=/i;

/** Where variables of Terraform are values of another resource: a workspace of Terraform Cloud, of Spacelift. */
const HOLDS_VARIABLES =
  /\b(?:tfe_variable|spacelift_environment_variable|terraform_variables?|scalr_variable)\b/;

/** Deployments and components of Terraform Stacks, units of Terragrunt's. */
const STACK = /\.(?:tfdeploy|tfcomponent|tfstack)\.hcl$|(?:^|\/)terragrunt\.stack\.hcl$/;

/** What the Serverless Framework deploys together, with parameters for each service. */
const COMPOSE = /(?:^|\/)serverless-compose\.(?:ya?ml|json|[cm]?[jt]s)$/;

const patternsOf = (
  name: string,
  ways: readonly Way[],
  { path, text }: SourceFile,
  isValueFile: boolean,
): readonly RegExp[] => {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return ways.flatMap((way): readonly RegExp[] => {
    switch (way) {
      case "TF_VAR":
        return [assigned(`TF_VAR_${escaped}`), paired(`TF_VAR_${escaped}`)];
      case "-var":
        return [
          variable(escaped),
          ...(isValueFile || STACK.test(path) ? [assigned(escaped)] : []),
          ...(HOLDS_VARIABLES.test(text) ? [paired(escaped)] : []),
        ];
      case "parameter":
        return [assigned(escaped), paired(escaped), configured(escaped)];
      case "option":
        return [option(escaped), ...(COMPOSE.test(path) ? [assigned(escaped)] : [])];
      case "environment":
        return [assigned(escaped), paired(escaped)];
    }
  });
};

/** `pulumi config set who x`. */
const configured = (name: string): RegExp =>
  new RegExp(String.raw`(?<=\bconfig set (?:-[\w= -]{1,99} )?)(?:[\w-]+:)?${name}[ \t]+`, "g");

const isCommented = (text: string, at: number): boolean =>
  /^\s*(?:#|\/\/|;|<!--|rem\b)/i.test(text.slice(text.lastIndexOf("\n", at - 1) + 1, at + 4));

/** In the order in which they are tried: `\"x\"` in a text, `"x"`, `'x'`, and a bare word. */
const FORMS = [
  /\\"((?:(?!\\")[^\n]){0,2000})\\"/y,
  /"((?:[^"\\\n]|\\.){0,2000})"/y,
  /'([^'\n]{0,2000})'/y,
  /([^\s,;'"}\])]{1,2000})/y,
];

/** What only a tool, a shell or another file resolves, and what goes on over several lines. */
const OPEN = /[$`]|\{\{|<%|^[![|>&]|^<[^>]*>$|%\w+%/;

/** Null where nothing is given: the declaration of a parameter, an object. */
const valueAt = (file: SourceFile, at: number, name: string): Value | null => {
  const { text, path } = file;
  if (/^(?:\{(?!\{)|#|[\r\n]|$)/.test(text.slice(at, at + 2))) return null;
  for (const form of FORMS) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null) continue;
    const written = (match[1] ?? "").replaceAll(/\\(.)/g, "$1");
    const span = { file, from: at, to: at + match[0].length };
    const isBare = !/^\\?["']/.test(match[0]);
    if (isBare && isProgram(path) && !/^(?:true|false|\d+)$/.test(written))
      return NAMES_STACKS.test(text) ? unknown(`${name} in ${path}`, span) : null;
    return OPEN.test(written) ||
      (isBare && /\.(?:tf|hcl)$/.test(path) && !/^(?:true|false|\d+)$/.test(written))
      ? isDocumentation(path)
        ? null
        : unknown(`${name} in ${path}`, span)
      : madeText(written, span);
  }
  return null;
};

const NAMES_STACKS = /CfnInclude|create_?stack|update_?stack/i;
