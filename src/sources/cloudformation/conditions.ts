import { itemsOf, member, membersOf, stringOf, type Node } from "../written/node.ts";
import { knownText, type Value } from "../written/value.ts";
import { guarded, type Template } from "./frame.ts";

/** Whether a named condition holds; null where that is not known. */
export const conditionHolds = (name: string | undefined, template: Template): boolean | null => {
  const condition = name === undefined ? undefined : member(template.root, "Conditions", name);
  return condition === undefined
    ? null
    : guarded(template, `condition ${name ?? ""}`, () => decide(condition, template));
};

const decide = (node: Node, template: Template): boolean | null => {
  const [only] = membersOf(node);
  if (only === undefined) return null;
  const { value } = only;
  if (only.name.text === "Condition") return conditionHolds(stringOf(value), template);
  if (only.name.text === "Fn::Equals") {
    const [a, b] = itemsOf(value).map((item) => comparable(template.evaluate(item)));
    return a === null || b === null || a === undefined || b === undefined ? null : a === b;
  }
  const parts = itemsOf(value).map((item) => decide(item, template));
  if (only.name.text === "Fn::Not") return parts[0] === undefined || parts[0] === null ? null : !parts[0];
  if (only.name.text === "Fn::And") return parts.includes(false) ? false : parts.includes(null) ? null : true;
  if (only.name.text === "Fn::Or") return parts.includes(true) ? true : parts.includes(null) ? null : false;
  return null;
};

/** A scalar as the text that it is compared by; null where it is not known. */
export const comparable = (value: Value | null): string | null =>
  value?.kind === "number"
    ? String(value.number)
    : value?.kind === "boolean"
      ? String(value.boolean)
      : knownText(value);
