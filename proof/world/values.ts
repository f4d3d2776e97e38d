import type { Condition, Policy } from "../../src/policy/shapes.ts";

/** What is asked of the same policies again and again. */
interface View {
  readonly conditions: readonly Condition[];
  /** In lower case. */
  readonly keys: ReadonlySet<string>;
  /** The texts in lower case that hold a variable, as conditions and resources do. */
  readonly variables: readonly string[];
  readonly values: Map<string, readonly string[]>;
}

const views = new WeakMap<readonly Policy[], View>();

const viewOf = (policies: readonly Policy[]): View => {
  const known = views.get(policies) ?? look(policies);
  views.set(policies, known);
  return known;
};

const look = (policies: readonly Policy[]): View => {
  const statements = policies.flatMap((policy) => policy.statements);
  const conditions = statements.flatMap((statement) => statement.conditions);
  return {
    conditions,
    keys: new Set(conditions.map(({ key }) => key.toLowerCase())),
    variables: [...conditions, ...statements.map(({ resource }) => resource)]
      .flatMap(({ values }) => values.map(({ text }) => text))
      .filter((text) => text.includes("${"))
      .map((text) => text.toLowerCase()),
    values: new Map(),
  };
};

export const conditionsOf = (policies: readonly Policy[]): readonly Condition[] =>
  viewOf(policies).conditions;

/** The constants that the policies compare a key with; a variable stands as a star. */
export const valuesFor = (policies: readonly Policy[], ...keys: readonly string[]): readonly string[] => {
  const { conditions, values } = viewOf(policies);
  const name = keys.join();
  const known = values.get(name) ?? valuesIn(conditions, keys);
  values.set(name, known);
  return known;
};

const valuesIn = (conditions: readonly Condition[], keys: readonly string[]): readonly string[] => {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const texts = conditions
    .filter((condition) => wanted.has(condition.key.toLowerCase()) && condition.operator !== "Null")
    .flatMap((condition) => condition.values.map((value) => value.text));
  return [...new Set(texts.flatMap(withoutVariables))];
};

/** As text (in a 2008 policy it is one), with its default, as anything. */
const withoutVariables = (text: string): readonly string[] =>
  text.includes("${")
    ? [
        text,
        text.replace(/\$\{([*?$])\}/g, "$1"),
        text.replace(/\$\{[^},]*,\s*'([^']*)'\s*\}/g, "$1").replace(/\$\{[^}]*\}/g, "*"),
        text.replace(/\$\{[^}]*\}/g, "*"),
      ]
    : [text];

/** Whether any policy asks for one of the keys, in a condition or a variable. */
export const mentions = (policies: readonly Policy[], ...keys: readonly string[]): boolean => {
  const { keys: asked, variables } = viewOf(policies);
  const wanted = keys.map((key) => key.toLowerCase());
  return wanted.some((key) => asked.has(key) || variables.some((text) => text.includes(key)));
};
