import type { ParsedScript, Word, WordPart } from "unbash";
import { concat, EMPTY_TEXT, hole, made, slice, spanOf, type Span, type Text } from "../written/text.ts";

/** What a script's words are expanded in. */
export interface Expansion {
  /** The text that was parsed; positions are offsets into it. */
  readonly script: Text;
  /** A variable's value; null where it is not known. */
  readonly variable: (name: string) => Text | null;
  /** What a command in `$(…)` prints; null where it is not known. */
  readonly output: (script: ParsedScript) => Text | null;
}

/** A word as the shell expands it; what is not known is a hole. */
export const wordText = (word: Word, expansion: Expansion): Text =>
  word.parts === undefined
    ? literal(expansion.script, word.pos, word.end, "bare")
    : concat(word.parts.map((part) => partText(part, expansion, "bare")));

/** The body of a heredoc, whose parts are there only where something in it is expanded. */
export const partsText = (parts: readonly WordPart[], expansion: Expansion): Text =>
  concat(parts.map((part) => partText(part, expansion, "heredoc")));

type Quoting = "bare" | "double" | "heredoc";

const partText = (part: WordPart, expansion: Expansion, quoting: Quoting): Text => {
  const { script } = expansion;
  const unresolved = (): Text => unknownPart(script, part);
  switch (part.type) {
    case "Literal":
      return literal(script, part.pos, part.end, quoting);
    case "SingleQuoted":
      return slice(script, part.pos + 1, part.end - 1);
    case "AnsiCQuoted":
      return made(part.value, spanIn(script, part.pos, part.end));
    case "DoubleQuoted":
    case "LocaleString":
      return concat(part.parts.map((child) => partText(child, expansion, "double")));
    case "SimpleExpansion":
      return expansion.variable(part.text.slice(1)) ?? unresolved();
    case "ParameterExpansion": {
      const plain = part.operation === undefined && part.prefix === undefined && part.index === undefined;
      return (plain ? expansion.variable(part.parameter) : null) ?? unresolved();
    }
    case "CommandExpansion":
      return (part.script === undefined ? null : expansion.output(part.script)) ?? unresolved();
    case "Glob":
    case "BraceExpansion":
    case "ExtendedGlob":
      // An unquoted policy `{"a":1,"b":2}` is no policy, and a bare `*` names files.
      return literal(script, part.pos, part.end, quoting);
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
      return unresolved();
  }
};

const unknownPart = (script: Text, { pos, end }: WordPart): Text =>
  hole(script.text.slice(pos, end).slice(0, 100), spanIn(script, pos, end));

export const spanIn = (script: Text, from: number, to: number): Span =>
  spanOf(script, from, to) ?? { file: { path: "", text: "" }, from: 0, to: 0 };

/** What a backslash takes its meaning from, by the quotes around it. */
const ESCAPED: Readonly<Record<Quoting, RegExp>> = {
  bare: /\\([^])/g,
  double: /\\(["$`\\\n])/g,
  heredoc: /\\([$`\\\n])/g,
};

/** A run without expansions, its escapes resolved. */
const literal = (script: Text, from: number, to: number, quoting: Quoting): Text => {
  const raw = script.text.slice(from, to);
  if (!raw.includes("\\")) return slice(script, from, to);
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: escape, 1: unit = "", index } of raw.matchAll(ESCAPED[quoting])) {
    parts.push(slice(script, from + at, from + index));
    const begin = from + index;
    parts.push(unit === "\n" ? EMPTY_TEXT : made(unit, spanIn(script, begin, begin + escape.length)));
    at = index + escape.length;
  }
  return concat([...parts, slice(script, from + at, to)]);
};
