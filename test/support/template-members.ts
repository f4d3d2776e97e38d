import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** Members by name, whatever stands in them; the short forms of functions are read as plain text. */
export type Members = Readonly<Record<string, unknown>>;

interface Template {
  readonly Parameters: Readonly<Record<string, Members>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Members }>>;
}

/** A template of deploy/ as it is written. */
export const readTemplate = (
  file: string,
): {
  readonly text: string;
  readonly template: Template;
  /** The properties of all resources of a type. */
  readonly ofType: (type: string) => readonly Members[];
} => {
  const text = readFileSync(join(resolve(import.meta.dirname, "../../deploy"), file), "utf8");
  const template = parse(text, { logLevel: "silent" }) as Template;
  return {
    text,
    template,
    ofType: (type) =>
      Object.values(template.Resources).flatMap((one) => (one.Type === type ? [one.Properties] : [])),
  };
};

/** What members of that name have, at whatever depth; the entries of a list one by one. */
export const membersNamed = (value: unknown, name: string): readonly unknown[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, one]: readonly [string, unknown]) => [
        ...(key === name ? [one].flat() : []),
        ...membersNamed(one, name),
      ]);
