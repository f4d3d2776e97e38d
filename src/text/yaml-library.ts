import { createRequire } from "node:module";
import type * as Yaml from "yaml";

/** Loaded when a YAML text is first met: its 72 files take a tenth of the start of a run that reads none. */
export const yamlLibrary = (): typeof Yaml =>
  (loaded ??= createRequire(import.meta.url)("yaml") as typeof Yaml);

let loaded: typeof Yaml | undefined;
