import { oneOrMany } from "./identity.ts";
import { readJson } from "./json.ts";
import { member, stringOf } from "./node.ts";
import { concat, hole, slice, type Text } from "./text.ts";
import { expressionOf, type Value } from "./value.ts";

/**
 * A policy that may not be there at all. What it allows is judged as if it were; but nobody may rely on what it denies,
 * so that each of its statements that is not an Allow is one that is not known.
 */
export const withoutDenies = (text: Text, open: Value): Text => {
  const read = readJson(text);
  if ("wrong" in read) return text;
  const parts: Text[] = [];
  let at = 0;
  for (const statement of oneOrMany(member(read.node, "Statement"))) {
    if (stringOf(member(statement, "Effect")) === "Allow" || statement.range === undefined) continue;
    const [from, to] = statement.range;
    parts.push(slice(text, at, from), hole(expressionOf(open), open.span));
    at = to;
  }
  return parts.length === 0 ? text : concat([...parts, slice(text, at, text.text.length)]);
};
