import type { LoadedConfig } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import { visibleLine } from "../text/visible.ts";
import type { Io } from "./io.ts";

/** The configuration of a run; says so where plugins that it names are left out. @throws a usage problem. */
export const configurationFor = (path: string | undefined, io: Io): LoadedConfig | null => {
  const config = loadConfig({ path, env: io.env, cwd: io.cwd });
  if (config !== null && !config.explicit && config.config.plugins.length > 0) {
    const { name } = config;
    io.stderr.write(
      `${visibleLine(`postern: ${name} was found, not named, so its plugins are not loaded. Give --config ${name}.`)}\n`,
    );
  }
  return config;
};
