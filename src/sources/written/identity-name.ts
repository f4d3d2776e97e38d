import { expressionOf, knownText, type Value } from "./value.ts";

/**
 * An identity's name; one that is not known is called by its expression, without the characters that mean something in
 * a policy, so that a reference to the identity's ARN still names this identity.
 */
export const nameOf = (value: Value): string =>
  knownText(value) ??
  (value.kind === "text" ? holedName(value) : expressionOf(value))
    .replace(/[^A-Za-z0-9@._-]{1,200}/g, "-")
    .replace(/^-|-$/g, "");

const holedName = (value: Extract<Value, { readonly kind: "text" }>): string =>
  value.text.pieces.map(({ at, length, hole }) => hole ?? value.text.text.slice(at, at + length)).join("");
