import type { SourceFile } from "../written/text.ts";

/** Whether a file of data may have a resource of a kind that it does not name, by its text: by a macro, or by a policy on every action. */
export const mayBring = ({ text }: SourceFile): boolean =>
  (/Transform|::MODULE\b/.test(text) && text.includes("Resources")) ||
  (text.includes("Statement") && text.includes("rincipal") && /["'\s]\*["'\s]|NotAction/.test(text));
