import type { Outcome, UnreadPart } from "../written/outcome.ts";
import { isMarkdown } from "../file-kinds.ts";
import { codeBlocks, type CodeBlock } from "../markdown/code-blocks.ts";
import { writerUses } from "../writers/writer-uses.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { inputFile } from "./input-file.ts";
import type { InputFile, Reader } from "./reader.ts";
import { skipped } from "./skipped.ts";

/** Code in Markdown is read as what its language says; prose writes nothing. */
export const markdown: Reader = {
  name: "Markdown",
  reads: ({ form }) => isMarkdown(form),
  read: async (file, _tree, readPart) => {
    const outcomes: Outcome[] = [];
    for (const block of codeBlocks(file.text)) {
      const part = asFile(file, block);
      // Examples of Terraform are documentation: nobody runs them from here.
      if (/^(?:hcl|terraform|tf|tofu)$/.test(block.language)) continue;
      if (writerUses(part.text, file.kind).length > 0) outcomes.push(await readPart(part));
    }
    return together(outcomes, file.kind);
  },
};

/** The block as a file of its own, in which everything else is blank, so that its lines are the document's. */
const asFile = (file: InputFile, { from, to, language }: CodeBlock): InputFile => {
  const { path, text } = file;
  const code = language === "sh" ? withoutPrompts(text.slice(from, to)) : text.slice(from, to);
  return inputFile(
    { path, text: blank(text.slice(0, from)) + code + blank(text.slice(to)) },
    file.kind,
    false,
    `${path}.${language}`,
  );
};

const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, " ");

/** `$ aws …` shows a prompt. */
const withoutPrompts = (code: string): string => code.replaceAll(/^(\s*)[$>#%](?= )/gm, "$1 ");

const together = (outcomes: readonly Outcome[], { words }: CodeKind): Outcome => {
  const identities = outcomes.flatMap((one) => (one.status === "judged" ? one.identities : []));
  const unread = outcomes.flatMap((one): readonly UnreadPart[] =>
    one.status === "judged"
      ? (one.unread ?? [])
      : one.status === "not-understood"
        ? [{ reason: one.reason, line: one.line ?? 1 }]
        : [],
  );
  return identities.length === 0 && unread.length === 0
    ? skipped(`its code writes no policy of ${words.a}`)
    : { status: "judged", identities, unread };
};
