import type { EditValue, JsonEdit } from "../model/remedy.ts";
import { isObject } from "../text/is-object.ts";
import type { Json } from "../text/json.ts";
import { editValue } from "../text/json-edit.ts";
import { parent, tokens } from "../text/pointer.ts";

/** What edits of a JSON text change, member by member: the old with `-`, the new with `+` in front. */
export const editLines = (text: string, edits: readonly JsonEdit[]): readonly string[] => {
  let value: Json | null = JSON.parse(text) as Json;
  const lines: string[] = [];
  for (const edit of edits) {
    if (value === null) return [];
    lines.push(...linesOf(value, edit));
    value = editValue(value, [edit]);
  }
  return lines;
};

const linesOf = (value: Json, edit: JsonEdit): readonly string[] => {
  const { path } = edit;
  switch (edit.op) {
    case "replace":
      return [`- ${member(value, path, at(value, path))}`, `+ ${member(value, path, edit.value)}`];
    case "add":
      return [`+ ${member(value, path, edit.value)}`];
    case "remove":
      return [`- ${member(value, path, at(value, path))}`];
    case "move":
      return [
        `- ${member(value, edit.from, at(value, edit.from))}`,
        `+ ${member(value, path, at(value, edit.from))}`,
      ];
  }
};

const at = (value: Json, path: JsonEdit["path"]): Json | undefined =>
  tokens(path).reduce<Json | undefined>(
    (here, token) =>
      Array.isArray(here)
        ? (here as readonly Json[])[Number(token)]
        : isObject(here) && Object.hasOwn(here, token)
          ? here[token]
          : undefined,
    value,
  );

/** With its name, where it is a member of an object. */
const member = (root: Json, path: JsonEdit["path"], value: EditValue | undefined): string => {
  const name = tokens(path).at(-1) ?? "";
  const text = JSON.stringify(value ?? null);
  return Array.isArray(at(root, parent(path) ?? "")) ? text : `${JSON.stringify(name)}: ${text}`;
};
