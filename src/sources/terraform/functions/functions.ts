import { CONVERSION_FUNCTIONS } from "./conversions.ts";
import { ENCODING_FUNCTIONS } from "./encodings.ts";
import { FILE_FUNCTIONS } from "./files.ts";
import { FORMAT_FUNCTIONS } from "./format.ts";
import { LIST_FUNCTIONS } from "./lists.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { OBJECT_FUNCTIONS } from "./objects.ts";
import { SET_FUNCTIONS } from "./sets.ts";
import type { TerraformFunction } from "./terraform-function.ts";
import { TEXT_FUNCTIONS } from "./texts.ts";

/**
 * By name; a function that is not here leaves its call unresolved. A new one is written in the file of its family, with the help of
 * arguments.ts.
 */
export const FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  ...TEXT_FUNCTIONS,
  ...FORMAT_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...SET_FUNCTIONS,
  ...OBJECT_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
  ...FILE_FUNCTIONS,
};
