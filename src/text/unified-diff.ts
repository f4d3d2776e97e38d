/** Lines around a change that are shown as they are. */
const CONTEXT = 3;

/** Beyond so many pairs of lines everything old is taken out and everything new put in. */
const MOST_PAIRS = 4_000_000;

interface Change {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** A unified diff of two texts as `git apply` reads it, line by line without line ends; empty where they are equal. */
export const unifiedDiff = (
  before: string,
  after: string,
  names: { readonly before: string; readonly after: string },
): readonly string[] => {
  if (before === after) return [];
  const changes = changesOf(linesOf(before), linesOf(after));
  return [`--- ${names.before}`, `+++ ${names.after}`, ...hunksOf(changes)];
};

/** A last line without a line feed is another line than the same one with it; it carries the words that say so. */
const linesOf = (text: string): readonly string[] => {
  if (text === "") return [];
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return last === "" ? lines : [...lines, `${last}\n\\ No newline at end of file`];
};

const changesOf = (before: readonly string[], after: readonly string[]): readonly Change[] => {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  return [
    ...same(before.slice(0, start)),
    ...between(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
};

/** By the longest common subsequence. */
const between = (before: readonly string[], after: readonly string[]): readonly Change[] => {
  if (before.length * after.length > MOST_PAIRS) return allNew(before, after);
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      longest[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const changes: Change[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [old, now] = [before[row], after[column]];
    if (old !== undefined && old === now) {
      changes.push({ mark: " ", line: old });
      row += 1;
      column += 1;
    } else if (old !== undefined && (now === undefined || at(row + 1, column) >= at(row, column + 1))) {
      changes.push({ mark: "-", line: old });
      row += 1;
    } else {
      changes.push({ mark: "+", line: now ?? "" });
      column += 1;
    }
  }
  return changes;
};

const same = (lines: readonly string[]): readonly Change[] => lines.map((line) => ({ mark: " ", line }));

const allNew = (before: readonly string[], after: readonly string[]): readonly Change[] => [
  ...before.map((line): Change => ({ mark: "-", line })),
  ...after.map((line): Change => ({ mark: "+", line })),
];

const hunksOf = (changes: readonly Change[]): readonly string[] => {
  const near = new Set<number>();
  for (const [index, { mark }] of changes.entries())
    if (mark !== " ") for (let one = index - CONTEXT; one <= index + CONTEXT; one += 1) near.add(one);
  const out: string[] = [];
  const line = { before: 1, after: 1 };
  for (let index = 0; index < changes.length;) {
    if (!near.has(index)) {
      line.before += 1;
      line.after += 1;
      index += 1;
      continue;
    }
    let end = index;
    while (end < changes.length && near.has(end)) end += 1;
    const hunk = changes.slice(index, end);
    const [old, now] = (["+", "-"] as const).map((other) => hunk.filter(({ mark }) => mark !== other).length);
    out.push(`@@ -${range(line.before, old ?? 0)} +${range(line.after, now ?? 0)} @@`);
    for (const { mark, line: text } of hunk) out.push(...`${mark}${text}`.split("\n"));
    line.before += old ?? 0;
    line.after += now ?? 0;
    index = end;
  }
  return out;
};

/** The number before the first line where there is none, as diff has it. */
const range = (first: number, count: number): string =>
  count === 1 ? String(first) : `${count === 0 ? first - 1 : first},${count}`;
