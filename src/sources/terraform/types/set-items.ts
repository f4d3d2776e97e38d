import { knownText, numberText, type Value } from "../../written/value.ts";

/**
 * The elements of a set: each once, in the order in which Terraform goes through them (go-cty's set_internals.go).
 * What is not known may equal anything, and comes last.
 */
export const setItems = (items: readonly Value[]): readonly Value[] => {
  const known = new Map<string, Value>();
  const open: Value[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) open.push(item);
    else if (!known.has(key)) known.set(key, item);
  }
  return [
    ...Array.from(known)
      .toSorted(inOrder)
      .map(([, item]) => item),
    ...open,
  ];
};

type Keyed = readonly [string, Value];

const inOrder = ([a, left]: Keyed, [b, right]: Keyed): number => {
  if (left.kind === "null" || right.kind === "null")
    return Number(left.kind === "null") - Number(right.kind === "null");
  if (left.kind === "number" && right.kind === "number") return left.number - right.number;
  const [one, other] = [knownText(left) ?? a, knownText(right) ?? b];
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
};

/** One text for each value, in the form by which go-cty orders elements that are neither texts nor numbers; null where it is not known. */
export const keyOf = (value: Value): string | null => {
  switch (value.kind) {
    case "text": {
      const text = knownText(value);
      return text === null ? null : JSON.stringify(text);
    }
    case "number":
      return numberText(value.number);
    case "boolean":
      return value.boolean ? "T" : "F";
    case "null":
      return "~";
    case "list": {
      const keys = joined(value.items);
      return keys === null ? null : value.typed === undefined ? `<${keys}>` : `[${keys}]`;
    }
    case "object": {
      const members = Array.from(value.entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const keys = joined(members.map(([, member]) => member));
      if (value.typed !== undefined) return mapKey(members);
      const names = members.map(([name]) => JSON.stringify(name)).join();
      // The values alone do not tell two objects apart, where a set's elements have no type in common.
      return keys === null ? null : `<${keys}>${names}`;
    }
    case "entity":
    case "unknown":
      return null;
  }
};

const mapKey = (members: readonly (readonly [string, Value])[]): string | null => {
  const keys = members.map(([name, member]) => [name, keyOf(member)] as const);
  return keys.some(([, key]) => key === null)
    ? null
    : `{${keys.map(([name, key]) => `${JSON.stringify(name)}:${key ?? ""};`).join("")}}`;
};

const joined = (values: readonly Value[]): string | null => {
  const keys = values.map(keyOf);
  return keys.includes(null) ? null : keys.map((key) => `${key ?? ""};`).join("");
};
