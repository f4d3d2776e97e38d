import type { TerraformFunction } from "./arguments.ts";
import { CONVERSION_FUNCTIONS } from "./conversions.ts";
import { ENCODING_FUNCTIONS } from "./encodings.ts";
import { FILE_FUNCTIONS } from "./files.ts";
import { FORMAT_FUNCTIONS } from "./format.ts";
import { LIST_FUNCTIONS } from "./lists.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { OBJECT_FUNCTIONS } from "./objects.ts";
import { SET_FUNCTIONS } from "./sets.ts";
import { TEXT_FUNCTIONS } from "./texts.ts";

/**
 * Terraform's functions by name; one that is not here leaves its call unresolved. A new function is a member of the table at the end
 * of its family's file (texts.ts, lists.ts, …), and this file stays as it is.
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
