import type { Pointer } from "../model/fact.ts";
import type { JsonEdit } from "../model/remedy.ts";
import type { Json } from "./json.ts";
import { layoutOf, type Layout, type Member } from "./json-layout.ts";
import { parent, tokens } from "./pointer.ts";
import { writeJson } from "./json-write.ts";

/** Why an edit cannot be made: the text has no such place. */
interface EditProblem {
  readonly problem: string;
}

type Edited = { readonly text: string } | EditProblem;

/** Makes one edit after the other in a JSON text; every other character stays as it was. */
export const editJson = (text: string, edits: readonly JsonEdit[]): Edited => {
  const last = lastEdited.get(edits);
  if (last?.before === text) return last.edited;
  const edited = allEdited(text, edits);
  lastEdited.set(edits, { before: text, edited });
  return edited;
};

/** What is proposed is tried first and then done, with the same edits of the same text. */
const lastEdited = new WeakMap<readonly JsonEdit[], { readonly before: string; readonly edited: Edited }>();

const allEdited = (text: string, edits: readonly JsonEdit[]): Edited => {
  let edited = text;
  for (const edit of edits) {
    const next = editOnce(edited, edit);
    if (next === null) return { problem: `${edit.op} ${edit.path}: there is no such place in the document` };
    edited = next;
  }
  return { text: edited };
};

const editOnce = (text: string, edit: JsonEdit): string | null => {
  switch (edit.op) {
    case "replace":
      return replaced(text, edit.path, edit.value);
    case "remove":
      return removed(text, edit.path);
    case "add":
      return added(text, edit.path, edit.value);
    case "move":
      return renamed(text, edit.from, edit.path);
  }
};

const lastToken = (path: Pointer): string => tokens(path).at(-1) ?? "";

const memberAt = (layout: Layout, path: Pointer): number =>
  layout.members.findIndex(({ token }) => token === lastToken(path));

const splice = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end);

const replaced = (text: string, path: Pointer, value: Json): string | null => {
  const around = parent(path);
  const layout = around === null ? null : layoutOf(text, around);
  const member = layout?.members[memberAt(layout, path)];
  if (layout === null || member === undefined) return null;
  const { start, end } = member.value;
  const old = text.slice(start, end);
  const wrapped = wrappedIn(old, value);
  if (wrapped !== null) return splice(text, start, end, wrapped);
  const writing = { ...layout.style, isSpread: layout.isSpread, keep: old.includes("\n") };
  return splice(text, start, end, writeJson(value, writing));
};

/** What becomes a list of itself stays as it is written. */
const wrappedIn = (old: string, value: Json): string | null =>
  Array.isArray(value) && value.length === 1 && isDeepEqual(value[0] as Json, JSON.parse(old) as Json)
    ? `[${old}]`
    : null;

const isDeepEqual = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

const removed = (text: string, path: Pointer): string | null => {
  const around = parent(path);
  const layout = around === null ? null : layoutOf(text, around);
  if (layout === null) return null;
  const at = memberAt(layout, path);
  const member = layout.members[at];
  if (member === undefined) return null;
  const [before, after] = [layout.members[at - 1], layout.members[at + 1]];
  if (before !== undefined) return splice(text, before.value.end, member.value.end, "");
  if (after !== undefined) return splice(text, startOf(member), startOf(after), "");
  return splice(text, layout.start + 1, layout.end - 1, "");
};

const startOf = (member: Member): number => member.key?.start ?? member.value.start;

const added = (text: string, path: Pointer, value: Json): string | null => {
  const around = parent(path);
  const layout = around === null ? null : layoutOf(text, around);
  if (around === null || layout === null) return null;
  const token = lastToken(path);
  const written = writeJson(value, { ...layout.style, isSpread: layout.isSpread, keep: false });
  const entry = layout.isArray ? written : `${JSON.stringify(token)}${layout.style.colon}${written}`;
  const at = layout.isArray ? indexOf(token, layout.members.length) : layout.members.length;
  if (at === null || (!layout.isArray && memberAt(layout, path) !== -1)) return null;
  const next = layout.members[at];
  if (next !== undefined) return splice(text, startOf(next), startOf(next), `${entry}${layout.separator}`);
  const last = layout.members.at(-1);
  if (last !== undefined) return splice(text, last.value.end, last.value.end, `${layout.separator}${entry}`);
  return splice(text, layout.start + 1, layout.end - 1, entry);
};

const indexOf = (token: string, length: number): number | null => {
  if (token === "-") return length;
  const index = Number(token);
  return /^(?:0|[1-9]\d*)$/.test(token) && index <= length ? index : null;
};

const renamed = (text: string, from: Pointer, path: Pointer): string | null => {
  const around = parent(from);
  if (around === null || parent(path) !== around) return null;
  const layout = layoutOf(text, around);
  const key = layout?.members[layout === null ? -1 : memberAt(layout, from)]?.key;
  if (layout === null || key === undefined || key === null || memberAt(layout, path) !== -1) return null;
  return splice(text, key.start, key.end, JSON.stringify(lastToken(path)));
};

/** The same edits on a parsed value: what the edited text must hold. Null where a place is missing. */
export const editValue = (value: Json, edits: readonly JsonEdit[]): Json | null => {
  let edited: Json | null = value;
  for (const edit of edits) edited = edited === null ? null : editedAt(edited, edit, tokens(edit.path));
  return edited;
};

const editedAt = (value: Json, edit: JsonEdit, [token, ...rest]: readonly string[]): Json | null => {
  if (token === undefined || typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return editedList(value as readonly Json[], edit, token, rest);
  const members = value as { readonly [name: string]: Json };
  if (rest.length > 0) {
    const inner = Object.hasOwn(members, token) ? members[token] : undefined;
    const edited = inner === undefined ? null : editedAt(inner, edit, rest);
    return edited === null ? null : { ...members, [token]: edited };
  }
  return editedMember(members, edit, token);
};

const editedMember = (
  members: { readonly [name: string]: Json },
  edit: JsonEdit,
  token: string,
): Json | null => {
  const has = Object.hasOwn(members, token);
  switch (edit.op) {
    case "replace":
      return has ? { ...members, [token]: edit.value } : null;
    case "add":
      return has ? null : { ...members, [token]: edit.value };
    case "remove":
      return has ? Object.fromEntries(Object.entries(members).filter(([name]) => name !== token)) : null;
    case "move": {
      const from = lastToken(edit.from);
      if (has || !Object.hasOwn(members, from) || parent(edit.from) !== parent(edit.path)) return null;
      return Object.fromEntries(
        Object.entries(members).map(([name, one]) => [name === from ? token : name, one]),
      );
    }
  }
};

const editedList = (
  list: readonly Json[],
  edit: JsonEdit,
  token: string,
  rest: readonly string[],
): Json | null => {
  const at = indexOf(token, list.length);
  if (at === null) return null;
  if (rest.length > 0) {
    const inner = list[at];
    const edited = inner === undefined ? null : editedAt(inner, edit, rest);
    return edited === null ? null : list.with(at, edited);
  }
  if (edit.op === "add") return list.toSpliced(at, 0, edit.value);
  if (at >= list.length) return null;
  if (edit.op === "replace") return list.with(at, edit.value);
  return edit.op === "remove" ? list.toSpliced(at, 1) : null;
};
