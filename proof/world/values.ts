import type { Condition, Policy } from "../../src/policy/shapes.ts";

export const conditionsOf = (policies: readonly Policy[]): readonly Condition[] =>
  policies.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions));

/** The constants that the policies compare a key with; a variable stands as a star. */
export const valuesFor = (policies: readonly Policy[], ...keys: readonly string[]): readonly string[] => {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const texts = conditionsOf(policies)
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
  const wanted = keys.map((key) => key.toLowerCase());
  return policies.some(({ statements }) =>
    statements.some(
      ({ resource, conditions }) =>
        conditions.some(
          (condition) =>
            wanted.includes(condition.key.toLowerCase()) ||
            condition.values.some((value) => bringsIn(value.text, wanted)),
        ) || resource.values.some((value) => bringsIn(value.text, wanted)),
    ),
  );
};

const bringsIn = (text: string, keys: readonly string[]): boolean =>
  text.includes("${") && keys.some((key) => text.toLowerCase().includes(key));
