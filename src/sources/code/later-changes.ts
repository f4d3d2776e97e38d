import type { SyntaxNode } from "@lezer/common";
import type { UnreadPart } from "../written/outcome.ts";
import { lineAndColumn } from "../written/text.ts";
import { knownText } from "../written/value.ts";
import { calledName, evaluate } from "./evaluate.ts";
import { sourceOf, type Program } from "./program.ts";

/** Escape hatches of the CDK and of the CDK for Terraform: a property by its path. */
const OVERRIDES = /^add_?(?:property_?)?(?:deletion_?)?override$/i;

/** Functions of Pulumi that change every resource of a stack. */
const TRANSFORMS = /^register_?(?:stack_?transformation|(?:stack_?)?resource_?transform|resource_?hook)$/i;

/** What changes a resource after the call that declares it, so that its policy may be another than the call gives. */
export const laterChanges = (program: Program): readonly UnreadPart[] => {
  const found: UnreadPart[] = [];
  const { nodes } = program.language;
  program.tree.iterate({
    enter: ({ node }) => {
      const change = nodes.calls.has(node.name)
        ? changeByCall(node, program)
        : /^Assign(?:mentExpression|Statement)$/.test(node.name)
          ? changeByAssignment(node, program)
          : null;
      if (change !== null)
        found.push({
          reason: `${change}, which may be the policy of ${program.kind.words.a}`,
          line: lineAndColumn(program.file, node.from).line,
        });
    },
  });
  return found;
};

const changeByCall = (node: SyntaxNode, program: Program): string | null => {
  const head = program.file.text.slice(node.from, node.getChild("ArgList")?.from ?? node.to).trimEnd();
  if (!/(?:override|transform(?:ation)?|hook)$/i.test(head)) return null;
  const call = program.language.build(node, program.file);
  if (call.type !== "call") return null;
  const name = calledName(call);
  if (TRANSFORMS.test(name)) return `${name} changes resources`;
  const [first] = call.arguments;
  if (!OVERRIDES.test(name) || first === undefined) return null;
  return program.kind.programs.intoPolicy.test(knownText(evaluate(first.value, program)) ?? "")
    ? `${name} changes a property of a resource`
    : null;
};

/** `resource.policy = …` of a resource that a name stands for. */
const changeByAssignment = (node: SyntaxNode, program: Program): string | null => {
  const target = node.firstChild;
  if (target?.name !== "MemberExpression") return null;
  const [, root = "", member = ""] = /^([\w$]+)\.(\w+)$/.exec(sourceOf(target, program)) ?? [];
  if (!/^policy(?:_?document|_?input)?$/i.test(member)) return null;
  const declared = new RegExp(
    String.raw`\b${root.replaceAll("$", String.raw`\$`)}\s{0,9}(?::[^=\n]{1,100})?=\s{0,9}(?:new\s{1,9})?[\w.]{0,100}${program.kind.programs.constructed}\s{0,9}[(<]`,
  );
  return declared.test(program.file.text) ? `${root}.${member} is assigned after its declaration` : null;
};
