import type { SyntaxNode, Tree } from "@lezer/common";
import type { CodeKind } from "../written/code-kind.ts";
import type { Binding, Language, Range } from "./syntax.ts";

/**
 * Functions that leave what they are given as it is: of the languages, of Pulumi and of the SDKs; constructors, which
 * begin with a capital letter. So do the writers of policies themselves; any other function may change its argument.
 */
const HARMLESS = new RegExp(
  [
    "^(?:stringify|dumps|json_dumps|log|info|debug|warn|print|freeze|keys|values|entries|isArray|len|str|String)$",
    "^(?:output|interpolate|concat|all|apply|then|send|client)$",
    "^[A-Z]\\w*(?:Command|Policy|Identity|Provider|Client|Options|Opts|Args)$",
  ].join("|"),
);

const MUTATORS =
  /^(?:push|unshift|splice|pop|shift|sort|reverse|fill|set|add|delete|clear|append|extend|insert|update|setdefault|remove|assign|popitem|__setitem__|__delitem__)$/;

/** A part of a document that is no text, so that a function may change it. */
const STATEMENTS = /\bstatements?\b|\]$/i;

/**
 * Names whose value is assigned again, changed in a part, or handed to a function that may change it; a part may have a
 * name of its own: an element in a loop, what a pattern takes apart, the parameter of a callback.
 */
export const changedNames = (
  tree: Tree,
  text: string,
  language: Language,
  bindings: readonly Binding[],
  kind: CodeKind,
): ReadonlySet<string> => {
  const changed = new Set(changedThemselves(tree, text, language, kind));
  const wholes = bindings.flatMap(({ name, origin }) =>
    origin === null ? [] : [[name, namesIn(origin, text)] as const],
  );
  for (let before = -1; before !== changed.size;) {
    before = changed.size;
    for (const [part, names] of wholes) if (changed.has(part)) for (const name of names) changed.add(name);
  }
  return changed;
};

/** The names that a node uses, without those in its own body and in what it hands to a call. */
const namesIn = (origin: SyntaxNode, text: string): readonly string[] => {
  const names: string[] = [];
  origin.cursor().iterate(({ node }) => {
    if (/^(?:Body|Block|ArgList|ParamList)$/.test(node.name)) return false;
    if (node.name === "VariableName") names.push(text.slice(node.from, node.to));
    return true;
  });
  return names;
};

const changedThemselves = (
  tree: Tree,
  text: string,
  { nodes }: Language,
  { programs }: CodeKind,
): ReadonlySet<string> => {
  const changed = new Set<string>();
  const source = ({ from, to }: Range): string => text.slice(from, to);
  tree.iterate({
    enter: ({ node }) => {
      const { name, firstChild } = node;
      if (
        /^(?:AssignmentExpression|UpdateExpression|UpdateStatement|PostfixExpression|UnaryExpression)$/.test(
          name,
        )
      ) {
        if (name !== "PostfixExpression" || /(?:\+\+|--)$/.test(source(node))) add(firstChild);
      } else if (name === "AssignStatement" && firstChild?.name === "MemberExpression") add(firstChild);
      else if (name === "DeleteStatement")
        for (let at = firstChild; at !== null; at = at.nextSibling) add(at);
      else if (nodes.calls.has(name)) {
        const callee = name === "NewExpression" ? firstChild?.nextSibling : firstChild;
        if (callee === null || callee === undefined) return;
        const called = /[\w$]*$/.exec(source(callee))?.[0] ?? "";
        if (callee.name === "MemberExpression" && MUTATORS.test(called)) add(callee);
        if (name === "NewExpression" || HARMLESS.test(called) || programs.harmless.test(called)) return;
        const list = node.getChild("ArgList");
        for (let at = list?.firstChild ?? null; at !== null; at = at.nextSibling)
          if (
            (at.name === "VariableName" && at.nextSibling?.name !== "AssignOp") ||
            (at.name === "MemberExpression" && STATEMENTS.test(source(at)))
          )
            add(at);
      }
    },
  });
  /** The name at the root of `a.b[0].c`. */
  function add(node: SyntaxNode | null): void {
    let at = node;
    while (at !== null && /^(?:MemberExpression|CallExpression|ParenthesizedExpression)$/.test(at.name))
      at = at.firstChild;
    if (at?.name === "VariableName") changed.add(source(at));
  }
  return changed;
};
