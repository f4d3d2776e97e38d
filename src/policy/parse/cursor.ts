import { NOT_JSON } from "./wrong.ts";

/**
 * Where in a JSON text the reader stands. Everything that reads leaves it behind what was read. Reading a policy in one
 * pass, without the objects of JSON.parse in between, takes half the time of JSON.parse and a walk over them; and an
 * object that has a member twice is seen as it is read.
 */
export interface Cursor {
  readonly text: string;
  at: number;
}

export const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
export const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
export const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** The next unit that is no blank; NaN at the end. */
export const peek = (cursor: Cursor): number => {
  const { text } = cursor;
  let { at } = cursor;
  let unit = text.charCodeAt(at);
  if (unit > 32) return unit;
  while (unit === 32 || unit === 10 || unit === 13 || unit === 9) {
    at += 1;
    unit = text.charCodeAt(at);
  }
  cursor.at = at;
  return unit;
};

const expect = (cursor: Cursor, unit: number): void => {
  if (peek(cursor) !== unit) throw NOT_JSON;
  cursor.at += 1;
};

/** Whether an object comes next. */
export const isObject = (cursor: Cursor): boolean => peek(cursor) === OPENING_BRACE;

/** The string that comes next, its escapes decoded. */
export const readText = (cursor: Cursor): string => {
  expect(cursor, QUOTE);
  const { text, at: start } = cursor;
  for (let at = start; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      cursor.at = at + 1;
      return text.slice(start, at);
    }
    if (unit === BACKSLASH) return escapedText(cursor, start - 1);
    // JSON takes no control character as it is.
    if (unit < 32) break;
  }
  throw NOT_JSON;
};

const escapedText = (cursor: Cursor, start: number): string => {
  const { text } = cursor;
  let end = start + 1;
  while (end < text.length && text.charCodeAt(end) !== QUOTE)
    end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
  cursor.at = end + 1;
  return literal(text.slice(start, end + 1)) as string;
};

const literal = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw NOT_JSON;
  }
};

const SCALAR = /[-+.\w]+/y;

/** The number, true, false or null that comes next. */
export const readScalar = (cursor: Cursor): unknown => {
  SCALAR.lastIndex = cursor.at;
  const found = SCALAR.exec(cursor.text)?.[0] ?? "";
  const value = literal(found);
  cursor.at += found.length;
  return value;
};

/** Whether another element of the list comes, the one of this index; the bracket or comma before it is read. */
export const nextElement = (cursor: Cursor, index: number): boolean => {
  if (index === 0) cursor.at += 1;
  const unit = peek(cursor);
  if (unit === CLOSING_BRACKET) {
    cursor.at += 1;
    return false;
  }
  if (index > 0) expect(cursor, COMMA);
  return true;
};

/** The name of the object's first member; null where it has none. */
export const firstMember = (cursor: Cursor): string | null => {
  cursor.at += 1;
  return peek(cursor) === CLOSING_BRACE ? endOf(cursor) : nameOf(cursor);
};

/** The name of the next member; null behind the last. Whether a name comes twice is the caller's to see. */
export const nextMember = (cursor: Cursor): string | null => {
  if (peek(cursor) === CLOSING_BRACE) return endOf(cursor);
  expect(cursor, COMMA);
  return nameOf(cursor);
};

const endOf = (cursor: Cursor): null => {
  cursor.at += 1;
  return null;
};

const nameOf = (cursor: Cursor): string => {
  const name = readText(cursor);
  expect(cursor, COLON);
  return name;
};

/** Ends the reading where nothing may follow. */
export const readEnd = (cursor: Cursor): void => {
  if (!Number.isNaN(peek(cursor))) throw NOT_JSON;
};
