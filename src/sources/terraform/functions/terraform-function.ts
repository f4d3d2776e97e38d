import type { Value } from "../../written/value.ts";
import type { Call } from "../frame.ts";

/** A function of Terraform: total, and unknown where an argument that matters is. */
export type TerraformFunction = (args: readonly Value[], call: Call) => Value;
