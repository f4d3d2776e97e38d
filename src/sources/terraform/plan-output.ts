import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";

/** What Terraform prints of a plan, which shows no policy that can be relied on: the lines of `-json`, or the text for people. */
export const printedPlan = (
  file: SourceFile,
  { terraform: { policyTypes, types } }: CodeKind,
): { readonly reason: string; readonly line: number } | null => {
  const named = [
    ...Object.keys(policyTypes),
    ...Object.keys(types).filter((type) => types[type]?.policy !== undefined),
  ].join("|");
  if (named === "") return null;
  const found = [
    new RegExp(
      `"resource_type":"(?:${named})"[^\\n]{0,2000}?"action":"(?!delete|noop|read)\\w{1,20}"[^\\n]{0,2000}?"type":"planned_change"`,
    ),
    new RegExp(
      `^[^\\n]{0,60}# (?:[\\w.\\[\\]"-]{1,200}\\.)?(?:${named})\\.[^\\n]{1,200} (?:will be (?:created|updated)|must be replaced)`,
      "m",
    ),
  ]
    .map((pattern) => pattern.exec(file.text))
    .find((match) => match !== null);
  return found === undefined
    ? null
    : {
        reason:
          "it is what Terraform prints of a plan that writes a policy, and it does not show the whole of it",
        line: lineAndColumn(file, found.index).line,
      };
};
