import type { Node } from "./node.ts";
import { concat, hole, holesOf, made, slice, spanOf, type Span, type Text } from "./text.ts";

/** JSON nested deeper than this is refused; a policy needs six levels, a template or a plan some dozens. */
const DEEPEST = 200;

/** Why a text is not JSON; `at` is an offset into it. */
interface NotJson {
  readonly at: number;
  readonly says: string;
}

export type ReadJson = { readonly node: Node } | { readonly wrong: NotJson };

/** A container that is being read: its items so far, and for an object the name that waits for its value. */
interface Open {
  readonly from: number;
  readonly members: { name: Text; value: Node }[] | null;
  readonly items: Node[];
  name: Text | null;
}

/** Reads JSON (RFC 8259) into nodes with their places; iterative, strict, and every repeated name is kept. */
export const readJson = (text: Text): ReadJson => {
  const reader = { text, source: text.text, at: 0 };
  const stack: Open[] = [];
  const fail = (says: string, at = reader.at): ReadJson => ({ wrong: { at, says } });
  for (;;) {
    skipBlanks(reader);
    const open = stack.at(-1);
    if (open !== undefined && open.members !== null && open.name === null) {
      if (reader.source[reader.at] !== '"') return fail("a member's name in double quotes is expected here");
      const name = readString(reader);
      if ("says" in name) return { wrong: name };
      skipBlanks(reader);
      if (reader.source[reader.at] !== ":") return fail("a colon is expected here");
      reader.at += 1;
      open.name = name.text;
      continue;
    }
    const begin = reader.source[reader.at];
    let value: Node | null = null;
    if (begin === "{" || begin === "[") {
      if (stack.length >= DEEPEST) return fail(`it is nested deeper than ${DEEPEST} levels`);
      stack.push({ from: reader.at, members: begin === "{" ? [] : null, items: [], name: null });
      reader.at += 1;
      skipBlanks(reader);
      if (reader.source[reader.at] !== (begin === "{" ? "}" : "]")) continue;
    } else {
      const scalar = readScalar(reader);
      if ("says" in scalar) return { wrong: scalar };
      value = scalar;
    }
    // A value, or an empty container, is complete: close what ends here, then expect a comma or the end.
    for (;;) {
      const parent = stack.at(-1);
      if (value !== null) {
        if (parent === undefined) {
          skipBlanks(reader);
          return reader.at < reader.source.length
            ? fail("something follows after the value")
            : { node: value };
        }
        if (parent.members === null) parent.items.push(value);
        else if (parent.name !== null) parent.members.push({ name: parent.name, value });
        parent.name = null;
        skipBlanks(reader);
      }
      if (parent === undefined) return fail("a value is expected here");
      const next = reader.source[reader.at];
      if (next === "," && value !== null) {
        reader.at += 1;
        break;
      }
      if (next !== (parent.members === null ? "]" : "}"))
        return fail(
          next === undefined ? "it ends too early" : "a comma or a closing bracket is expected here",
        );
      reader.at += 1;
      stack.pop();
      const place = where(reader, parent.from);
      value =
        parent.members === null
          ? { kind: "array", items: parent.items, ...place }
          : { kind: "object", members: parent.members, ...place };
    }
  }
};

interface Reader {
  readonly text: Text;
  readonly source: string;
  at: number;
}

const NOWHERE: Span = { file: { path: "", text: "" }, from: 0, to: 0 };

const where = ({ text, at }: Reader, from: number): Pick<Node, "span" | "range"> => ({
  span: spanOf(text, from, at) ?? NOWHERE,
  range: [from, at],
});

const skipBlanks = (reader: Reader): void => {
  while (" \t\n\r".includes(reader.source[reader.at] ?? "x")) reader.at += 1;
};

const WORDS = { true: true, false: false, null: null } as const;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const readScalar = (reader: Reader): Node | NotJson => {
  const from = reader.at;
  if (reader.source[from] === '"') {
    const string = readString(reader);
    return "says" in string ? string : { kind: "string", text: string.text, ...where(reader, from) };
  }
  for (const [word, value] of Object.entries(WORDS))
    if (reader.source.startsWith(word, from)) {
      reader.at += word.length;
      const place = where(reader, from);
      return value === null ? { kind: "null", ...place } : { kind: "boolean", value, ...place };
    }
  NUMBER.lastIndex = from;
  const written = NUMBER.exec(reader.source)?.[0];
  if (written === undefined)
    return {
      at: from,
      says: from >= reader.source.length ? "it ends too early" : "a value is expected here",
    };
  reader.at += written.length;
  const place = where(reader, from);
  const [unknown] = holesOf(slice(reader.text, from, reader.at));
  return unknown === undefined
    ? { kind: "number", value: Number(written), written, ...place }
    : { kind: "unknown", expression: unknown.hole, ...place };
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const readString = (reader: Reader): { readonly text: Text } | NotJson => {
  const parts: Text[] = [];
  let from = reader.at + 1;
  for (let at = from; at < reader.source.length;) {
    const unit = reader.source[at];
    if (unit === '"') {
      parts.push(slice(reader.text, from, at));
      reader.at = at + 1;
      return { text: parts.length === 1 ? (parts[0] ?? concat([])) : concat(parts) };
    }
    if (unit !== "\\") {
      if (unit !== undefined && unit < " ") return { at, says: "a control character stands in a string" };
      at += 1;
      continue;
    }
    const length = reader.source[at + 1] === "u" ? 6 : 2;
    const decoded = decodeEscape(reader.source.slice(at, at + length));
    if (decoded === null) return { at, says: "this escape is not known to JSON" };
    parts.push(slice(reader.text, from, at), standingFor(reader.text, decoded, at, at + length));
    at += length;
    from = at;
  }
  return { at: reader.at, says: "this string has no end" };
};

const decodeEscape = (escape: string): string | null =>
  escape[1] === "u"
    ? /^\\u[0-9a-fA-F]{4}$/.test(escape)
      ? String.fromCharCode(Number.parseInt(escape.slice(2), 16))
      : null
    : (ESCAPES[escape[1] ?? ""] ?? null);

const standingFor = (text: Text, decoded: string, from: number, to: number): Text => {
  const span = spanOf(text, from, to) ?? NOWHERE;
  const [unknown] = holesOf(slice(text, from, to));
  return unknown === undefined ? made(decoded, span) : hole(unknown.hole, span);
};
