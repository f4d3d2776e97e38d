import type { EditValue, JsonEdit } from "../../src/model/remedy.ts";

type Container = Record<string, unknown> | unknown[];

const steps = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

const containerOf = (root: { value: unknown }, path: string): [Container, string] => {
  const tokens = ["value", ...steps(path)];
  let here: unknown = root;
  for (const token of tokens.slice(0, -1)) here = (here as Record<string, unknown>)[token];
  return [here as Container, tokens.at(-1) ?? ""];
};

const put = ([container, token]: [Container, string], value: unknown, isNew: boolean): void => {
  if (Array.isArray(container))
    container.splice(token === "-" ? container.length : Number(token), isNew ? 0 : 1, value);
  else container[token] = value;
};

const take = ([container, token]: [Container, string]): unknown => {
  if (Array.isArray(container)) return container.splice(Number(token), 1)[0];
  const value = container[token];
  delete container[token];
  return value;
};

/** JSON Patch straight from RFC 6902, on a copy; a second opinion on what an edited text must hold. */
export const patched = (value: EditValue, edits: readonly JsonEdit[]): unknown => {
  const root: { value: unknown } = { value: structuredClone(value) };
  for (const edit of edits) {
    if (edit.op === "remove") take(containerOf(root, edit.path));
    else if (edit.op === "move") put(containerOf(root, edit.path), take(containerOf(root, edit.from)), true);
    else put(containerOf(root, edit.path), structuredClone(edit.value), edit.op === "add");
  }
  return root.value;
};
