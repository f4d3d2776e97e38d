import type { Pointer } from "../model/fact.ts";
import type { Json } from "./json.ts";
import type { TextPlace } from "./json-places.ts";
import { byCodeUnits } from "./order.ts";
import { below } from "./pointer.ts";
import { visible } from "./visible.ts";

/** Told of every value when it has been written. */
export type OnPrinted = (at: Pointer, place: TextPlace) => void;

interface Frame {
  readonly at: Pointer;
  readonly close: "}" | "]";
  readonly members: readonly (readonly [token: string | number, value: Json])[];
  readonly line: number;
  readonly column: number;
  next: number;
}

/**
 * Prints JSON for people and for `diff`: members sorted, two spaces, one value a line, ends with a line feed. The same
 * value gives the same text. Characters that a reader cannot see are written as `\u` escapes. `show` maps each name and
 * string as it is written; pointers and order keep the original. No recursion.
 */
export const printJson = (
  value: Json,
  told: OnPrinted = () => undefined,
  show: (text: string) => string = (text) => text,
): string => {
  const out: string[] = [];
  const stack: Frame[] = [];
  let line = 1;
  let column = 1;

  const write = (text: string): void => {
    out.push(text);
    column += text.length;
  };
  const newLine = (): void => {
    out.push("\n");
    line += 1;
    column = 1;
    write("  ".repeat(stack.length));
  };
  const begin = (at: Pointer, one: Json): void => {
    const members = membersOf(one);
    const from = { line, column };
    if (members !== null && members.length > 0) {
      write(Array.isArray(one) ? "[" : "{");
      stack.push({ at, close: Array.isArray(one) ? "]" : "}", members, ...from, next: 0 });
      return;
    }
    write(typeof one === "string" ? quoted(show(one)) : JSON.stringify(one));
    told(at, { startLine: from.line, startColumn: from.column, endLine: line, endColumn: column });
  };
  const end = (frame: Frame): void => {
    stack.pop();
    newLine();
    write(frame.close);
    told(frame.at, {
      startLine: frame.line,
      startColumn: frame.column,
      endLine: line,
      endColumn: column,
    });
  };

  begin("", value);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const member = frame.members[frame.next];
    if (member === undefined) {
      end(frame);
      continue;
    }
    if (frame.next > 0) write(",");
    frame.next += 1;
    newLine();
    const [token, inner] = member;
    if (typeof token === "string") write(`${quoted(show(token))}: `);
    begin(below(frame.at, token), inner);
  }
  return `${out.join("")}\n`;
};

const membersOf = (value: Json): readonly (readonly [string | number, Json])[] | null => {
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value)
    ? [...(value as readonly Json[]).entries()]
    : Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b));
};

const quoted = (text: string): string => {
  const literal = JSON.stringify(text);
  return visible(literal) === literal ? literal : Array.from(literal, escaped).join("");
};

const escaped = (character: string): string =>
  visible(character) === character
    ? character
    : Array.from(
        { length: character.length },
        (_, unit) => String.raw`\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
      ).join("");
