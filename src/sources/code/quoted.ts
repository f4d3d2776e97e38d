import { made, type SourceFile, type Text } from "../written/text.ts";

const NAMED: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  0: "\0",
};

const ESCAPE = /\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|\r\n|[^])/g;

/** What is written between quotes, its escapes resolved and traced; `keeps` says which backslashes stay. */
export const quotedText = (
  file: SourceFile,
  from: number,
  to: number,
  keeps: (escape: string) => boolean = () => false,
): readonly Text[] => {
  const raw = file.text.slice(from, to);
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: written, 1: escape = "", index } of raw.matchAll(ESCAPE)) {
    if (keeps(escape)) continue;
    parts.push(made(raw.slice(at, index), { file, from: from + at, to: from + index }));
    parts.push(made(decoded(escape), { file, from: from + index, to: from + index + written.length }));
    at = index + written.length;
  }
  return [...parts, made(raw.slice(at), { file, from: from + at, to })];
};

const decoded = (escape: string): string => {
  if (/^[\r\n]/.test(escape)) return "";
  const code = /^[uUx]\{?([0-9a-fA-F]+)\}?$/.exec(escape)?.[1];
  if (code === undefined) return NAMED[escape] ?? escape;
  const point = Number.parseInt(code, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
};
