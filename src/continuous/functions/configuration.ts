import type { LoadedConfig } from "../../config/config.ts";
import { loadConfig } from "../../config/load.ts";

/**
 * The configuration of a function: the file that `POSTERN_CONFIG` names, else `postern.config.yaml` beside the bundle; null
 * where there is none.
 *
 * @throws a usage problem with file and line
 */
export const configuration = (): LoadedConfig | null =>
  loadConfig({
    path: undefined,
    env: process.env,
    cwd: process.env["LAMBDA_TASK_ROOT"] ?? import.meta.dirname,
  });
