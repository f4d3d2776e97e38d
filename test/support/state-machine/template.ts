import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, type CollectionTag, type ScalarTag } from "yaml";
import { isObject } from "../../../src/text/is-object.ts";

const DEPLOY = resolve(import.meta.dirname, "../../../deploy");

/** A function of a template, as it is deployed. */
interface DeployedFunction {
  readonly arn: string;
  /** As `index.plan`. */
  readonly handler: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memory: number;
  readonly env: Readonly<Record<string, string>>;
}

/** A template of deploy/ with the values of its parameters. */
export interface Deployed {
  readonly functions: readonly DeployedFunction[];
  /** The state machine's, with what its substitutions put in. */
  readonly definition: unknown;
}

const FUNCTIONS = ["Ref", "Sub", "GetAtt", "If", "Not", "Equals"];

/** `!Ref x` and the like, in their long form. */
const TAGS: (ScalarTag | CollectionTag)[] = FUNCTIONS.flatMap((name): (ScalarTag | CollectionTag)[] => {
  const long = name === "Ref" ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [long]: text }) },
    {
      tag: `!${name}`,
      collection: "seq",
      resolve: (node) => ({ [long]: (node as { toJSON(): unknown }).toJSON() }),
    },
  ];
});

interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string | number }>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

/**
 * Deploys a template of deploy/ as far as its functions and its state machine go.
 *
 * @param names what a resource is called by `Ref`, where that is not its own name
 */
export const deployed = (
  file: string,
  given: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>> = {},
): Deployed => {
  const template = parse(readFileSync(join(DEPLOY, file), "utf8"), { customTags: TAGS }) as Template;
  const value = (node: unknown): unknown => valueOf(node, { template, given, names });
  const ofType = (type: string): readonly Readonly<Record<string, unknown>>[] =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) =>
      Type === type ? [{ ...(value(Properties) as object), id }] : [],
    );
  const [machine] = ofType("AWS::StepFunctions::StateMachine");
  return {
    functions: ofType("AWS::Lambda::Function").map((one) => ({
      arn: arnOf(String(one["id"])),
      handler: String(one["Handler"]),
      timeout: Number(one["Timeout"]),
      memory: Number(one["MemorySize"]),
      env:
        ((one["Environment"] ?? {}) as { readonly Variables?: Readonly<Record<string, string>> }).Variables ??
        {},
    })),
    definition:
      machine === undefined
        ? null
        : substituted(machine["Definition"], machine["DefinitionSubstitutions"] as Record<string, string>),
  };
};

const arnOf = (id: string): string => `arn:aws:made:eu-west-1:111122223333:${id}`;

const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::AccountId": "111122223333",
  "AWS::Partition": "aws",
  "AWS::Region": "eu-west-1",
  "AWS::StackName": "postern",
  "AWS::NoValue": "",
};

interface Scope {
  readonly template: Template;
  readonly given: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
}

const named = (name: string, { template, given, names }: Scope): string => {
  const parameter = template.Parameters[name];
  if (parameter !== undefined) {
    const chosen = given[name] ?? parameter.Default;
    if (chosen === undefined) throw new Error(`the parameter ${name} was not given`);
    return String(chosen);
  }
  const known = PSEUDO[name] ?? names[name];
  if (known !== undefined) return known;
  if (template.Resources[name] === undefined) throw new Error(`there is no ${name}`);
  return arnOf(name);
};

const valueOf = (node: unknown, scope: Scope): unknown => {
  if (Array.isArray(node)) return node.map((one) => valueOf(one, scope));
  if (!isObject(node)) return node;
  const [[name, argument] = ["", null]] = Object.entries(node);
  const list = Array.isArray(argument) ? argument : [];
  if (name === "Ref") return named(String(argument), scope);
  if (name === "Fn::Sub")
    return String(argument).replace(/\$\{([^}]+)\}/g, (_, one: string) =>
      one.endsWith(".Arn") ? arnOf(one.slice(0, -4)) : named(one, scope),
    );
  if (name === "Fn::GetAtt") return arnOf(String(argument).replace(/\.Arn$/, ""));
  if (name === "Fn::Equals") return valueOf(list[0], scope) === valueOf(list[1], scope);
  if (name === "Fn::Not") return valueOf(list[0], scope) !== true;
  if (name === "Fn::If") {
    const holds = valueOf(scope.template.Conditions[String(list[0])], scope) === true;
    return valueOf(holds ? list[1] : list[2], scope);
  }
  if (name.startsWith("Fn::")) throw new Error(`${name} is not known here`);
  return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, valueOf(one, scope)]));
};

/** `${Name}` in the texts of a definition. */
const substituted = (node: unknown, values: Readonly<Record<string, string>>): unknown => {
  if (typeof node === "string")
    return node.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the definition has no value for ${name}`);
      return value;
    });
  if (Array.isArray(node)) return node.map((one) => substituted(one, values));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, substituted(one, values)]));
};
