import type { FindTemplate } from "../cloudformation/nested-stacks.ts";
import { templateIn } from "../cloudformation/template.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { Node } from "../written/node.ts";
import { inputFile } from "./input-file.ts";
import type { Tree } from "./reader.ts";

/** Templates of a tree, each parsed once. */
export const templatesOf = (tree: Tree, kind: CodeKind): FindTemplate => {
  const parsed = new Map<string, Node | null>();
  return (path, adopt) => {
    const before = parsed.get(path);
    const root = before === undefined ? parse(path, tree, kind) : before;
    parsed.set(path, root);
    if (root !== null && adopt) tree.adopt(path);
    return root;
  };
};

const parse = (path: string, tree: Tree, kind: CodeKind): Node | null => {
  const file = tree.use(path)?.pieces[0]?.file;
  return file === undefined
    ? null
    : (inputFile(file, kind, false)
        .documents()
        .map(templateIn)
        .find((node) => node !== null) ?? null);
};
