import type { CodeKind } from "../written/code-kind.ts";
import { statementsIn } from "./statements.ts";

/** A statement about the service with a principal inside of an encoded text: the range of the encoded text. */
interface EncodedStatement {
  readonly from: number;
  readonly to: number;
  readonly encoding: "Base64" | "percent-encoding";
}

/** Words that a policy with principals has in its text. */
const WORDS = ["Principal", "Statement"] as const;

/** What Base64 makes of a word in each of the three places where it can begin, without the letters that depend on its neighbours. */
const inBase64 = (word: string): readonly string[] =>
  [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${"\0".repeat(before)}${word}`)
      .toString("base64")
      .replace(/=+$/, "");
    const from = Math.ceil((before * 8) / 6);
    return encoded.slice(from, Math.floor(((before + word.length) * 8) / 6));
  });

const PERCENT = "%22Principal%22";

const MARKS: readonly string[] = [PERCENT, ...WORDS.flatMap(inBase64)];

/** Whether a text, or a file's bytes, can hold a policy in an encoding: one cheap look for each word. */
export const mayHoldEncoded = (text: { readonly includes: (mark: string) => boolean }): boolean =>
  MARKS.some((mark) => text.includes(mark));

/** A line of Base64; the last one of several may be short. */
const BASE64 = /[A-Za-z0-9+/_-]{20,}={0,2}/g;

/** Units of encoded texts of one file that are decoded; what lies beyond counts as a statement, for it says that it is a policy. */
const MOST_UNITS = 1_000_000;

/** What is said of a statement that no policy has; `encoding` is null where it stands as it is. */
export const looseReason = (
  { service, short }: CodeKind["words"],
  encoding: EncodedStatement["encoding"] | null,
): string =>
  `it holds a statement about ${service} with a principal${encoding === null ? "" : ` in ${encoding}`}, and it is not understood which ${short} has it`;

/** Every encoded text that holds such a statement, in order. */
export const encodedStatements = (text: string, kind: CodeKind): readonly EncodedStatement[] => {
  if (!mayHoldEncoded(text)) return [];
  let left = MOST_UNITS;
  return [...base64In(text), ...percentEncodedIn(text)]
    .filter(({ from, to, decoded }) => {
      left -= to - from;
      return left < 0 || statementsIn(decoded(), kind).length > 0;
    })
    .map(({ from, to, encoding }) => ({ from, to, encoding }))
    .toSorted((a, b) => a.from - b.from);
};

interface Encoded extends EncodedStatement {
  readonly decoded: () => string;
}

/** Lines that only white space stands between are one text. */
const base64In = (text: string): readonly Encoded[] => {
  const runs: { from: number; to: number }[] = [];
  for (const { 0: line, index } of text.matchAll(BASE64)) {
    const last = runs.at(-1);
    if (last !== undefined && /^\s{1,40}$/.test(text.slice(last.to, Math.min(index, last.to + 41))))
      last.to = index + line.length;
    else runs.push({ from: index, to: index + line.length });
  }
  return runs
    .filter(({ from, to }) => mayHoldEncoded(text.slice(from, to)))
    .map(({ from, to }) => ({
      from,
      to,
      encoding: "Base64",
      decoded: () => Buffer.from(text.slice(from, to), "base64").toString("utf8"),
    }));
};

/** So far around a mark its text is looked for, in UTF-16 units. */
const REACH = 20_000;

/** A text ends at white space and at what quotes it. */
const DELIMITER = /[\s"'`<>]/;

const percentEncodedIn = (text: string): readonly Encoded[] => {
  const found: Encoded[] = [];
  let done = 0;
  for (let at = text.indexOf(PERCENT); at >= 0; at = text.indexOf(PERCENT, done)) {
    let from = at;
    let to = at + PERCENT.length;
    while (from > Math.max(done, at - REACH) && !DELIMITER.test(text[from - 1] ?? "")) from -= 1;
    while (to < Math.min(text.length, at + REACH) && !DELIMITER.test(text[to] ?? "")) to += 1;
    const run = text.slice(from, to);
    found.push({ from, to, encoding: "percent-encoding", decoded: () => percentDecoded(run) });
    done = to;
  }
  return found;
};

const percentDecoded = (run: string): string =>
  run
    .replaceAll("+", " ")
    .replaceAll(/%[\dA-Fa-f]{2}/g, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
