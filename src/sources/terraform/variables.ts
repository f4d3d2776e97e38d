import type { Value } from "../written/value.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import type { Declared } from "./module-source.ts";
import { unresolved } from "./traverse.ts";
import { typeConstraint, withDefaults } from "./types/constraint.ts";
import { convert } from "./types/convert.ts";

/**
 * What a variable holds: what it is given, of its type, or its default; null where there is neither. A value that its
 * type refuses leaves it open, as Terraform stops there.
 */
export const variableValue = (declared: Declared, given: Value | null, frame: Frame): Value | null => {
  const { attributes } = declared.body;
  const [type, standard] = [attributes.get("type"), attributes.get("default")];
  const constraint =
    type === undefined ? "any" : typeConstraint(type, (part) => evaluate(part, constant(frame)));
  const typed = (value: Value): Value => {
    if (constraint === null) return unresolved(type ?? declared);
    if (value.kind === "unknown" || value.kind === "entity") return value;
    const converted = convert(value.kind === "null" ? value : withDefaults(value, constraint), constraint);
    return converted.kind === "unknown" && converted.wrong === true
      ? { ...unresolved(declared), expression: `var.${declared.labels[0] ?? ""}` }
      : converted;
  };
  const fallback = (): Value | null =>
    standard === undefined ? null : typed(evaluate(standard, constant(frame)));
  if (given === null) return fallback();
  return given.kind === "null" && isNotNullable(declared, frame) ? fallback() : typed(given);
};

const isNotNullable = ({ body }: Declared, frame: Frame): boolean => {
  const nullable = body.attributes.get("nullable");
  if (nullable === undefined) return false;
  const value = evaluate(nullable, constant(frame));
  return value.kind === "boolean" && !value.boolean;
};

/** Types, defaults and value files refer to nothing. */
export const constant = (frame: Frame): Frame => ({ ...frame, lookUp: () => null });
