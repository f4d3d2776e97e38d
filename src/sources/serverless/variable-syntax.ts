/** A part of a text: what stands as it is, or a variable. `from` and `to` are offsets into the text. */
export type Part =
  | { readonly kind: "text"; readonly from: number; readonly to: number }
  | (Variable & { readonly kind: "variable"; readonly from: number; readonly to: number });

/** `${self:custom.domain, 'example.com'}`: the first source that has a value gives it. */
export interface Variable {
  readonly sources: readonly VariableSource[];
}

export type VariableSource =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | {
      readonly kind: "source";
      /** `self`, `opt`, `file` … */
      readonly type: string;
      readonly params: readonly Expression[];
      readonly address: Expression | null;
    };

/** Text that may hold variables of its own: `custom.${opt:stage}.domain`. */
export interface Expression {
  readonly text: string;
  readonly parts: readonly Part[];
}

/** Variables in variables are read to this depth; the Framework itself gives up at ten. */
const DEEPEST = 20;

interface Reader {
  readonly text: string;
  at: number;
}

/**
 * The variables of a text, as version 3 of the Serverless Framework finds them: a type in lower case, then `:` or `(`.
 * Anything else in `${}` belongs to others (`${AWS::Region}`, `${Parameter}`) and stays text; `\${` is `${`.
 *
 * Null where the Framework would refuse the text.
 */
export const variableParts = (text: string): readonly Part[] | null => {
  const reader = { text, at: 0 };
  const parts = scan(reader, "", 0);
  return parts;
};

/** Parts up to one of the stops, which is not consumed. */
const scan = (reader: Reader, stops: string, depth: number): readonly Part[] | null => {
  const { text } = reader;
  const parts: Part[] = [];
  let from = reader.at;
  const flush = (to: number): void => {
    if (to > from) parts.push({ kind: "text", from, to });
  };
  while (reader.at < text.length && !stops.includes(text[reader.at] ?? "")) {
    const slashes = /^\\+(?=\$\{)/.exec(text.slice(reader.at, reader.at + 100))?.[0].length ?? 0;
    if (slashes > 0) {
      // Two backslashes are one; a single one makes the variable a text.
      flush(reader.at);
      reader.at += slashes;
      from = reader.at - Math.floor(slashes / 2);
      if (slashes % 2 === 1) reader.at += 2;
    } else if (text.startsWith("${", reader.at)) {
      const start = reader.at;
      const variable = isVariable(text, start) ? readVariable(reader, depth + 1) : undefined;
      if (variable === null) return null;
      if (variable === undefined) {
        // Inside of a variable nothing but variables may stand in braces.
        if (depth > 0) return null;
        reader.at = start + 2;
      } else {
        flush(start);
        parts.push({ kind: "variable", ...variable, from: start, to: reader.at });
        from = reader.at;
      }
    } else reader.at += 1;
  }
  flush(reader.at);
  return parts;
};

/** `${aws::x}` is nobody's variable. */
const isVariable = (text: string, at: number): boolean =>
  /^\$\{[a-z][A-Za-z0-9]*(?:\(|:(?!:))/.test(text.slice(at, at + 100));

const readVariable = (reader: Reader, depth: number): Variable | null => {
  if (depth > DEEPEST) return null;
  reader.at += 2;
  const sources: VariableSource[] = [];
  for (;;) {
    skipBlanks(reader);
    const source = readSource(reader, depth);
    if (source === null) return null;
    sources.push(source);
    skipBlanks(reader);
    const next = reader.text[reader.at];
    reader.at += 1;
    if (next === "}") return { sources };
    if (next !== ",") return null;
  }
};

const skipBlanks = (reader: Reader): void => {
  while (/\s/.test(reader.text[reader.at] ?? "x")) reader.at += 1;
};

const TYPE = /[a-z][A-Za-z0-9]*(?=[:(])/y;

const readSource = (reader: Reader, depth: number): VariableSource | null => {
  TYPE.lastIndex = reader.at;
  const type = TYPE.exec(reader.text)?.[0];
  if (type === undefined) return readLiteral(reader);
  reader.at += type.length;
  const params = reader.text[reader.at] === "(" ? readParams(reader, depth) : [];
  if (params === null) return null;
  skipBlanks(reader);
  if (reader.text[reader.at] !== ":") return { kind: "source", type, params, address: null };
  reader.at += 1;
  skipBlanks(reader);
  const address = readExpression(reader, ",}", depth);
  return address === null ? null : { kind: "source", type, params, address };
};

const readParams = (reader: Reader, depth: number): readonly Expression[] | null => {
  const params: Expression[] = [];
  reader.at += 1;
  for (;;) {
    skipBlanks(reader);
    const param = readExpression(reader, ",)", depth);
    if (param === null) return null;
    params.push(param);
    const next = reader.text[reader.at];
    reader.at += 1;
    if (next === ")") return params;
    if (next !== ",") return null;
  }
};

/** A quoted text, or text up to one of the stops. */
const readExpression = (reader: Reader, stops: string, depth: number): Expression | null => {
  const quoted = readQuoted(reader);
  if (quoted !== null) return { text: quoted, parts: [{ kind: "text", from: 0, to: quoted.length }] };
  const parts = scan(reader, stops, depth);
  return parts === null ? null : { text: reader.text, parts };
};

const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'/y;

const readQuoted = (reader: Reader): string | null => {
  QUOTED.lastIndex = reader.at;
  const match = QUOTED.exec(reader.text);
  if (match === null) return null;
  reader.at += match[0].length;
  if (match[2] !== undefined) return match[2];
  try {
    return String(JSON.parse(match[0]));
  } catch {
    return match[1] ?? "";
  }
};

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

const readLiteral = (reader: Reader): VariableSource | null => {
  const quoted = readQuoted(reader);
  if (quoted !== null) return { kind: "literal", value: quoted };
  const word = /^[A-Za-z0-9.-]{1,100}/.exec(reader.text.slice(reader.at))?.[0] ?? "";
  reader.at += word.length;
  if (Object.hasOwn(WORDS, word)) return { kind: "literal", value: WORDS[word] ?? null };
  return word === "" || Number.isNaN(Number(word)) ? null : { kind: "literal", value: Number(word) };
};
