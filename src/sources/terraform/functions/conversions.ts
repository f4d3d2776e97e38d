import type { Value } from "../../written/value.ts";
import { collectionOf, type ValueType } from "../../written/value-type.ts";
import { convert } from "../types/convert.ts";
import { isKnown, refusedCall, type TerraformFunction } from "./arguments.ts";

const to =
  (type: ValueType): TerraformFunction =>
  (args, call) => {
    const [value] = args;
    if (value === undefined || args.length > 1) return refusedCall(call);
    const converted = convert(value, type);
    return converted.kind === "unknown" && isKnown(value) && converted.wrong === true
      ? refusedCall(call)
      : converted;
  };

/** A value that passes through unchanged. */
const same: TerraformFunction = ([value, ...more], call): Value =>
  value === undefined || more.length > 0 ? refusedCall(call) : value;

/** Terraform's functions of conversions between types. A new function is a member here, made as its neighbours are, and nothing else. */
export const CONVERSION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  tostring: to("string"),
  tonumber: to("number"),
  tobool: to("bool"),
  tolist: to(collectionOf("list", "any")),
  toset: to(collectionOf("set", "any")),
  tomap: to(collectionOf("map", "any")),
  sensitive: same,
  nonsensitive: same,
};
