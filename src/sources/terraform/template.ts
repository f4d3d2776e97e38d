import { concat, hole, holesOf, made, spanOf, type Span, type Text } from "../written/text.ts";
import { interpolated, LONGEST_TEXT, type Value } from "../written/value.ts";
import { bindEntry, entriesOf } from "./entries.ts";
import type { Evaluate, Frame } from "./frame.ts";
import { truth } from "./operators.ts";
import { NOWHERE, spanOfRange } from "./traverse.ts";
import { convert, refused } from "./types/convert.ts";
import type { Range, TemplatePart } from "./syntax.ts";

/** A text made of more pieces than this is not a policy of 4 KB. */
const MOST_PIECES = 20_000;

/** What a template comes to: a text, with holes where parts of it are not known; alone, an interpolation keeps its type. */
export const templateValue = (
  parts: readonly TemplatePart[],
  range: Range,
  frame: Frame,
  evaluate: Evaluate,
): Value => {
  const [only] = parts;
  if (parts.length === 1 && only?.type === "interpolation") return evaluate(only.expression, frame);
  const rendering: Rendering = { evaluate, wrong: false };
  const text = normalized(render(parts, rendering, frame));
  return { kind: "text", text, span: spanOfRange(range), ...(rendering.wrong ? { wrong: true } : {}) };
};

interface Rendering {
  readonly evaluate: Evaluate;
  /** Set where Terraform refuses a part; the others are rendered all the same. */
  wrong: boolean;
}

/** Terraform's texts are in Unicode's normalization form C. */
const normalized = (text: Text): Text => {
  if (!/[\u0300-\u{10ffff}]/u.test(text.text) || holesOf(text).length > 0) return text;
  const other = text.text.normalize("NFC");
  return other === text.text ? text : made(other, wholeOf(text));
};

const render = (parts: readonly TemplatePart[], rendering: Rendering, frame: Frame): Text => {
  const texts: Text[] = [];
  let length = 0;
  let pieces = 0;
  for (const part of parts) {
    const text = renderPart(part, rendering, frame);
    length += text.text.length;
    pieces += text.pieces.length;
    if (length > LONGEST_TEXT || pieces > MOST_PIECES)
      return hole("a template that is too long", wholeOf(text));
    texts.push(text);
  }
  return concat(texts);
};

const wholeOf = (text: Text): Span => spanOf(text, 0, text.text.length) ?? NOWHERE;

const renderPart = (part: TemplatePart, rendering: Rendering, frame: Frame): Text => {
  switch (part.type) {
    case "text":
      return part.text;
    case "interpolation":
      return interpolation(rendering.evaluate(part.expression, frame), part, rendering);
    case "if": {
      const condition = truth(rendering.evaluate(part.condition, frame));
      if (typeof condition === "boolean")
        return render(condition ? part.whenTrue : part.whenFalse, rendering, frame);
      return interpolation(condition, part.condition, rendering);
    }
    case "for": {
      const over = rendering.evaluate(part.over, frame);
      const entries = entriesOf(over);
      if (entries === null) {
        const isOpen = over.kind === "unknown" || over.kind === "entity";
        return interpolation(isOpen ? over : refused(over), part.over, rendering);
      }
      return concat(
        entries.map(([key, value]) => render(part.parts, rendering, bindEntry(frame, part, key, value))),
      );
    }
  }
};

const interpolation = (value: Value, range: Range, rendering: Rendering): Text => {
  const text = convert(value, "string");
  if (text.kind === "null" || text.wrong === true) rendering.wrong = true;
  return interpolated(text, spanOfRange(range));
};
