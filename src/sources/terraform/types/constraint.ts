import type { Value } from "../../written/value.ts";
import { collectionOf, type ValueType } from "../../written/value-type.ts";
import { keyText } from "../entries.ts";
import type { Expression } from "../syntax.ts";
import { convert } from "./convert.ts";

/** How an expression of a constraint, an attribute's default, is evaluated. */
type Evaluate = (expression: Expression) => Value;

/**
 * The type that a variable's `type` says, with the attributes that `optional()` lets be left out and their defaults;
 * null where it is not one of Terraform 1.11's.
 */
export const typeConstraint = (expression: Expression, evaluate: Evaluate): ValueType | null => {
  switch (expression.type) {
    case "variable":
      return named(expression.name);
    case "template": {
      // Before Terraform 0.12 the name of a type was a text.
      const [only] = expression.parts;
      return expression.parts.length === 1 && only?.type === "text" ? named(only.text.text) : null;
    }
    case "call":
      return constructed(expression, evaluate);
    case "literal":
    case "tuple":
    case "object":
    case "attribute":
    case "index":
    case "splat":
    case "conditional":
    case "unary":
    case "binary":
    case "for":
    case "unknown":
      return null;
  }
};

const named = (name: string): ValueType | null => {
  switch (name) {
    case "string":
    case "number":
    case "bool":
    case "any":
      return name;
    case "list":
    case "set":
    case "map":
      return collectionOf(name, "any");
    default:
      return null;
  }
};

const constructed = (
  { name, arguments: args }: Extract<Expression, { readonly type: "call" }>,
  evaluate: Evaluate,
): ValueType | null => {
  const [argument, ...more] = args;
  if (argument === undefined || more.length > 0) return null;
  if (name === "list" || name === "set" || name === "map") {
    const element = typeConstraint(argument, evaluate);
    return element === null ? null : collectionOf(name, element);
  }
  if (name === "tuple" && argument.type === "tuple") {
    const items = argument.items.map((item) => typeConstraint(item, evaluate));
    return items.every((item) => item !== null) ? { kind: "tuple", items } : null;
  }
  return name === "object" && argument.type === "object" ? objectConstraint(argument, evaluate) : null;
};

const objectConstraint = (
  { elements }: Extract<Expression, { readonly type: "object" }>,
  evaluate: Evaluate,
): ValueType | null => {
  const attributes = new Map<string, ValueType>();
  const optional = new Map<string, Value | null>();
  for (const { key, value } of elements) {
    const name = keyText(evaluate(key));
    const [inner, standard] = value.type === "call" && value.name === "optional" ? value.arguments : [value];
    const type = inner === undefined ? null : typeConstraint(inner, evaluate);
    if (name === null || type === null) return null;
    attributes.set(name, type);
    if (inner !== value)
      optional.set(name, standard === undefined ? null : convert(evaluate(standard), type));
  }
  return { kind: "object", attributes, optional };
};

/** A value with the defaults of optional attributes put in where they are missing or null, before it is converted. */
export const withDefaults = (value: Value, type: ValueType): Value => {
  if (typeof type === "string") return value;
  if (value.kind === "list") {
    const items = value.items.map((item, at) => {
      const own =
        type.kind === "tuple"
          ? type.items[at]
          : type.kind === "list" || type.kind === "set"
            ? type.element
            : undefined;
      return own === undefined ? item : withDefaults(item, own);
    });
    // The elements may have become of other types, so that the list is converted anew.
    return { kind: "list", items, span: value.span };
  }
  if (value.kind !== "object") return value;
  if (type.kind === "map")
    return {
      kind: "object",
      entries: new Map(
        Array.from(value.entries, ([name, member]) => [name, withDefaults(member, type.element)]),
      ),
      span: value.span,
    };
  return type.kind === "object" ? objectWithDefaults(value, type) : value;
};

const objectWithDefaults = (
  value: Extract<Value, { readonly kind: "object" }>,
  { attributes, optional }: Extract<ValueType, { readonly kind: "object" }>,
): Value => {
  const entries = new Map(value.entries);
  for (const [name, type] of attributes) {
    const given = entries.get(name);
    const standard = optional?.get(name) ?? null;
    const own = given === undefined || given.kind === "null" ? (standard ?? given) : given;
    if (own !== undefined) entries.set(name, withDefaults(own, type));
  }
  return { kind: "object", entries, span: value.span };
};
