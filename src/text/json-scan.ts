import type { Pointer } from "../model/fact.ts";
import { below } from "./pointer.ts";

/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ScanProblem {
  readonly at: Pointer;
  readonly offset: number;
  readonly says: string;
}

interface Frame {
  readonly array: boolean;
  readonly at: Pointer;
  readonly start: number;
  /** Of the member that holds this container. */
  readonly key: Span | null;
  readonly names: Set<string>;
  index: number;
}

/** Told of every value when it ends; `key` is the member's name with its quotes, null in an array and at the root. */
export type OnValue = (at: Pointer, value: Span, key: Span | null) => void;

const BLANK = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- JSON forbids exactly these in a string
const STRING = /"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001F]*)*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

const after = (pattern: RegExp, text: string, offset: number): number => {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

/**
 * Walks a JSON text (RFC 8259) without recursion and names the first thing that is wrong with it: a syntax error or a
 * member that its object already has. Null where nothing is. `longest` bounds the pointers that are built: below a
 * longer one every value is told with its ancestor's pointer.
 */
export const scanJson = (text: string, onValue: OnValue, longest = 4096): ScanProblem | null => {
  const stack: Frame[] = [];
  let offset = after(BLANK, text, 0);
  let at: Pointer = "";
  let key: Span | null = null;

  const wrong = (says: string, where = offset): ScanProblem => ({ at, offset: where, says });
  const child = (frame: Frame, token: string | number): Pointer =>
    frame.at.length > longest ? frame.at : below(frame.at, token);

  /** Reads `"name":` of the next member; a problem, or null when it is read. */
  const member = (frame: Frame): ScanProblem | null => {
    const end = after(STRING, text, offset);
    if (end === -1) return wrong("a member's name in double quotes is expected here");
    const name = JSON.parse(text.slice(offset, end)) as string;
    const start = offset;
    at = child(frame, name);
    if (frame.names.has(name)) return wrong(`the member ${JSON.stringify(name)} is given twice`, start);
    frame.names.add(name);
    key = { start, end };
    offset = after(BLANK, text, end);
    if (text[offset] !== ":") return wrong("a colon is expected here");
    offset = after(BLANK, text, offset + 1);
    return null;
  };

  for (;;) {
    const opening = text[offset];
    if (opening === "{" || opening === "[") {
      const frame: Frame = {
        array: opening === "[",
        at,
        start: offset,
        key,
        names: new Set(),
        index: 0,
      };
      stack.push(frame);
      offset = after(BLANK, text, offset + 1);
      if (text[offset] !== (frame.array ? "]" : "}")) {
        key = null;
        if (frame.array) at = child(frame, 0);
        else {
          const bad = member(frame);
          if (bad !== null) return bad;
        }
        continue;
      }
    } else {
      const end = after(opening === '"' ? STRING : SCALAR, text, offset);
      if (end === -1)
        return wrong(
          offset >= text.length ? "the text ends where a value is expected" : "a value is expected here",
        );
      onValue(at, { start: offset, end }, key);
      offset = after(BLANK, text, end);
    }
    for (;;) {
      const frame = stack.at(-1);
      if (frame === undefined)
        return offset < text.length ? wrong("nothing may follow the document here") : null;
      const next = text[offset];
      if (next === (frame.array ? "]" : "}")) {
        stack.pop();
        at = frame.at;
        onValue(at, { start: frame.start, end: offset + 1 }, frame.key);
        offset = after(BLANK, text, offset + 1);
        continue;
      }
      if (next !== ",") {
        at = frame.at;
        return wrong(
          offset >= text.length
            ? "the text ends inside an array or object"
            : "a comma or a closing bracket is expected here",
        );
      }
      offset = after(BLANK, text, offset + 1);
      key = null;
      if (frame.array) {
        frame.index += 1;
        at = child(frame, frame.index);
      } else {
        const bad = member(frame);
        if (bad !== null) return bad;
      }
      break;
    }
  }
};
