import { COLLECTION_FUNCTIONS } from "./collections.ts";
import { FILE_FUNCTIONS } from "./files.ts";
import { OBJECT_FUNCTIONS } from "./objects.ts";
import type { TerraformFunction } from "./terraform-function.ts";
import { TEXT_FUNCTIONS } from "./texts.ts";

/** By name; a function that is not here leaves its call unresolved. */
export const FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  ...TEXT_FUNCTIONS,
  ...COLLECTION_FUNCTIONS,
  ...OBJECT_FUNCTIONS,
  ...FILE_FUNCTIONS,
};
