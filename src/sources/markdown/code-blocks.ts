/** A block of code in a Markdown document: a range of it, and the ending of files in its language. */
export interface CodeBlock {
  readonly from: number;
  readonly to: number;
  readonly language: string;
}

/** The endings of files of the languages that blocks name; others keep their own name. */
const ENDINGS: Readonly<Record<string, string>> = {
  "": "sh",
  bash: "sh",
  shell: "sh",
  zsh: "sh",
  console: "sh",
  "shell-session": "sh",
  shellsession: "sh",
  terminal: "sh",
  text: "sh",
  yml: "yaml",
  typescript: "ts",
  javascript: "js",
  python: "py",
  python3: "py",
};

const FENCE = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t]){0,20}(`{3,}|~{3,})[ \t]*\{?\.?([\w+-]*)/;

/**
 * The fenced and the indented blocks of a Markdown document, in order, and the code in its prose that gives a policy
 * (`aws … --policy …`).
 */
export const codeBlocks = (text: string): readonly CodeBlock[] => {
  const blocks: CodeBlock[] = [];
  let fence: { readonly mark: string; readonly from: number; readonly language: string } | null = null;
  const indented: { from: number; to: number }[] = [];
  const endIndented = (): void => {
    blocks.push(...indented.splice(0).map((block) => ({ ...block, language: "sh" })));
  };
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const found = FENCE.exec(line);
    const mark = found?.[1];
    const end = index + line.length;
    if (fence !== null) {
      if (mark?.startsWith(fence.mark) === true && found?.[2] === "") {
        blocks.push({ from: fence.from, to: index, language: fence.language });
        fence = null;
      }
    } else if (mark !== undefined) {
      endIndented();
      const name = found?.[2]?.toLowerCase() ?? "";
      fence = {
        mark,
        from: end,
        language: (Object.hasOwn(ENDINGS, name) ? ENDINGS[name] : undefined) ?? name,
      };
    } else if (/^(?: {4}|\t)/.test(line)) indented[0] = { from: indented[0]?.from ?? index, to: end };
    else if (line.trim() !== "") {
      endIndented();
      blocks.push(...codeSpans(line, index));
    }
  }
  endIndented();
  if (fence !== null) blocks.push({ from: fence.from, to: text.length, language: fence.language });
  return blocks;
};

const codeSpans = (line: string, at: number): readonly CodeBlock[] =>
  [...line.matchAll(/(`+)([^`]+)\1/g)]
    .filter(({ 2: code = "" }) => /--policy(?!-name)\b/.test(code))
    .map(({ 1: mark = "", 2: code = "", index }) => {
      const from = at + index + mark.length;
      return { from, to: from + code.length, language: "sh" };
    });
