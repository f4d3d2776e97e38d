import { createRequire } from "node:module";
import type * as Ajv from "ajv/dist/2020.js";

/** Loaded when something is first validated: its 77 files take a twentieth of the start of a run without a configuration. */
export const ajvLibrary = (): typeof Ajv =>
  (loaded ??= createRequire(import.meta.url)("ajv/dist/2020.js") as typeof Ajv);

let loaded: typeof Ajv | undefined;
