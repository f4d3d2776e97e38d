import type { FileNote } from "../../model/snapshot.ts";
import { templateIn } from "../cloudformation/template.ts";
import { openResources, openTransforms } from "../cloudformation/transforms.ts";
import { inAnyCase } from "../policy-files/policy-file.ts";
import { inputFile } from "../readers/input-file.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { oneOrMany } from "../written/identity.ts";
import { stringOf, type Node } from "../written/node.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";

/** The note on a file of data that names no resource of the kind and may have one all the same; null where it has none. */
export const broughtNote = (file: SourceFile, kind: CodeKind): FileNote | null => {
  const documents = inputFile(file, kind, false).documents();
  for (const document of documents) {
    const template = templateIn(document);
    const [open] =
      template === null
        ? []
        : [...openTransforms(template, kind.cloudFormation.transforms), ...openResources(template)];
    if (open !== undefined) return { path: file.path, status: "not-understood", ...open };
    if (isForEverything(document) && !OTHERS.test(file.path))
      return {
        path: file.path,
        status: "not-understood",
        line: lineAndColumn(file, document.span.from).line,
        reason: `it holds a policy on every action that names a principal, and may be that of ${kind.words.a}`,
      };
  }
  return null;
};

/** A policy of what is no resource of its own names a principal and every action, as AWS writes it for each VPC endpoint. */
const OTHERS = /endpoint|vpce/i;

/** Whether a statement allows somebody every action, or all but some, of resources that are not named. */
const isForEverything = (node: Node): boolean =>
  oneOrMany(inAnyCase(node, "statement")).some(
    (statement) =>
      stringOf(inAnyCase(statement, "effect"))?.toLowerCase() === "allow" &&
      ["principal", "notprincipal"].some((name) => inAnyCase(statement, name) !== undefined) &&
      (oneOrMany(inAnyCase(statement, "action")).some((action) => stringOf(action) === "*") ||
        inAnyCase(statement, "notaction") !== undefined) &&
      oneOrMany(inAnyCase(statement, "resource")).every((resource) => stringOf(resource) === "*"),
  );
