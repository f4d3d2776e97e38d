import type { Pointer } from "../../model/fact.ts";
import { tokens } from "../../text/pointer.ts";

/** A mark on one element of a document: the number of its explanation and the class of its colour. */
export interface Mark {
  readonly at: Pointer;
  readonly number: number;
  readonly mark: string;
}

/** A run of the document's text; `numbers` stands where a mark begins. */
interface Segment {
  readonly text: string;
  readonly mark: string | null;
  readonly numbers: string | null;
}

export interface PolicyText {
  readonly segments: readonly Segment[];
  /** Line breaks were added for reading; nothing else is changed. */
  readonly reflowed: boolean;
  /** The text is longer than what is shown. */
  readonly cut: boolean;
}

/** SES takes 4 KB, SQS and SNS about 30 KB: whatever is longer is no policy of AWS. */
const SHOWN_CHARACTERS = 40_000;
const INDENT = 2;
/** Deeper levels are not indented further: indentation alone would grow with the square of the depth. */
const INDENTED_LEVELS = 24;

/** The document's text with the marked elements set apart; a text that is not JSON is shown as it is. */
export const policyText = (document: string, marks: readonly Mark[]): PolicyText => {
  const cut = document.length > SHOWN_CHARACTERS;
  const text = cut ? document.slice(0, SHOWN_CHARACTERS) : document;
  const reflowed = !text.includes("\n") && text.length > 80;
  const segments = cut ? null : markedSegments(text, marks, reflowed);
  return segments === null
    ? { segments: [{ text, mark: null, numbers: null }], reflowed: false, cut }
    : { segments, reflowed, cut };
};

/** The wanted pointers as a tree by token. */
interface Wanted {
  readonly below: Map<string, Wanted>;
  readonly marks: Mark[];
}

const wantedTree = (marks: readonly Mark[]): Wanted => {
  const root: Wanted = { below: new Map(), marks: [] };
  for (const mark of marks) {
    let node = root;
    for (const token of tokens(mark.at)) {
      const next: Wanted = node.below.get(token) ?? { below: new Map(), marks: [] };
      node.below.set(token, next);
      node = next;
    }
    node.marks.push(mark);
  }
  return root;
};

interface Container {
  readonly close: "}" | "]";
  readonly wanted: Wanted | undefined;
  /** Short enough for one line. */
  readonly isFlat: boolean;
  index: number;
  key: string | null;
}

const TOKEN = /[{}[\],:]|"|[^\s{}[\],:"]+/g;

/** In characters: a list of two actions, a principal. */
const FLAT = 60;

/** A list or an object without another one in it. */
const SIMPLE = /^[{[](?:[^{}[\]"]|"(?:[^"\\]|\\.)*")*[}\]]/s;

const isFlat = (text: string, start: number): boolean => SIMPLE.test(text.slice(start, start + FLAT));

const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return -1;
};

const keyOf = (token: string): string | null => {
  try {
    return String(JSON.parse(token));
  } catch {
    return null;
  }
};

/** Walks the tokens without recursion; null where brackets or strings do not close. */
const markedSegments = (text: string, marks: readonly Mark[], reflow: boolean): readonly Segment[] | null => {
  const out = segmentWriter();
  const stack: Container[] = [];
  const root = wantedTree(marks);
  let copied = 0;
  let previous = "";

  const wantedHere = (): Wanted | undefined => {
    const top = stack.at(-1);
    if (top === undefined) return root;
    return top.wanted?.below.get(top.close === "]" ? String(top.index) : (top.key ?? ""));
  };
  const gap = (start: number, token: string): string => {
    if (!reflow) return text.slice(copied, start);
    if (previous === "" || token === "," || token === ":") return "";
    if (previous === ":") return " ";
    if ((previous === "{" && token === "}") || (previous === "[" && token === "]")) return "";
    if (stack.at(-1)?.isFlat === true) return previous === "," ? " " : "";
    const depth = stack.length - (token === "}" || token === "]" ? 1 : 0);
    return `\n${" ".repeat(INDENT * Math.max(0, Math.min(depth, INDENTED_LEVELS)))}`;
  };

  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const start = match.index;
    const end = match[0] === '"' ? endOfString(text, start) : start + match[0].length;
    if (end < 0) return null;
    const token = text.slice(start, end);
    TOKEN.lastIndex = end;
    const top = stack.at(-1);
    const isKey = top?.close === "}" && top.key === null && token.startsWith('"');
    if (isKey) top.key = keyOf(token);
    const isValue = !isKey && !"}],:".includes(token);
    const space = gap(start, token);
    out.text(space);
    // A member is marked from its name on: `"Principal": "*"`.
    if (isKey || (isValue && top?.close !== "}")) out.open(wantedHere()?.marks ?? []);
    out.text(token);
    copied = end;
    previous = token;
    if (token === "{" || token === "[") {
      stack.push({
        close: token === "{" ? "}" : "]",
        wanted: wantedHere(),
        isFlat: isFlat(text, start),
        index: 0,
        key: null,
      });
    } else if (token === "}" || token === "]") {
      if (stack.pop()?.close !== token) return null;
      out.close(wantedHere()?.marks ?? []);
    } else if (token === "," && top !== undefined) {
      top.index += 1;
      top.key = null;
    } else if (isValue) out.close(wantedHere()?.marks ?? []);
  }
  if (stack.length > 0) return null;
  out.text(text.slice(copied));
  return out.segments();
};

/** Line breaks and indents stand alone, so that a mark over several lines covers what is written and not the margin. */
const linesAndIndents = (text: string): readonly string[] => text.split(/(\n[ \t]*)/);

const segmentWriter = (): {
  readonly text: (text: string) => void;
  readonly open: (marks: readonly Mark[]) => void;
  readonly close: (marks: readonly Mark[]) => void;
  readonly segments: () => readonly Segment[];
} => {
  const segments: Segment[] = [];
  const open: (readonly Mark[])[] = [];
  let pending = "";
  let numbers: string | null = null;
  const flush = (): void => {
    const mark = open.at(-1)?.[0]?.mark ?? null;
    for (const text of mark === null ? [pending] : linesAndIndents(pending)) {
      if (text === "") continue;
      const blank = mark !== null && text.trim() === "";
      segments.push(blank ? { text, mark: null, numbers: null } : { text, mark, numbers });
      if (!blank) numbers = null;
    }
    pending = "";
  };
  return {
    text: (text) => (pending += text),
    open(marks) {
      if (marks.length === 0) return;
      flush();
      open.push(marks);
      numbers = marks.map(({ number }) => number).join(" ");
    },
    close(marks) {
      if (marks.length === 0) return;
      flush();
      open.pop();
    },
    segments: () => {
      flush();
      return segments;
    },
  };
};
