import { yamlLibrary } from "../text/yaml-library.ts";

/** As long as the word that it stands for, so that every place in the text stays where it is. */
const DEFAULT = "Default";
const NO_DEFAULT = "Ignored";

/**
 * The template without the defaults of its parameters: whoever deploys it may give any other value. A text that is no
 * template comes back as it is.
 */
export const withoutDefaults = (template: string): string => {
  const { parseAllDocuments, isMap, isScalar } = yamlLibrary();
  const documents = parseAllDocuments(template, { logLevel: "silent", uniqueKeys: false });
  const root = Array.isArray(documents) ? documents[0]?.contents : undefined;
  if (!isMap(root)) return template;
  const membersOf = (value: unknown, name?: string): readonly unknown[] =>
    isMap(value)
      ? value.items.flatMap(({ key, value: member }) =>
          name === undefined || (isScalar(key) && key.value === name) ? [member] : [],
        )
      : [];
  const places = membersOf(root, "Parameters")
    .flatMap((parameters) => membersOf(parameters))
    .flatMap((parameter) => (isMap(parameter) ? parameter.items : []))
    .flatMap(({ key }) => (isScalar(key) && key.value === DEFAULT && key.range ? [key.range] : []));
  return places
    .toSorted(([a], [b]) => b - a)
    .reduce(
      (text, [from, to]) => `${text.slice(0, from)}${renamed(text.slice(from, to))}${text.slice(to)}`,
      template,
    );
};

/** A name that is written with escapes is longer than what it says. */
const renamed = (key: string): string =>
  key.includes(DEFAULT) ? key.replace(DEFAULT, NO_DEFAULT) : `"${NO_DEFAULT}"`.padEnd(key.length);
