import { CONFIG_FILES } from "../../config/load.ts";
import { VERSION } from "../../version.ts";
import { CI_NOTES, CI_SYSTEMS, type CiSystem } from "./ci-systems.ts";
import { template } from "./template.ts";
import type { Draft } from "./draft.ts";

/** A configuration in which everything is explained and nothing is set, and the files of a CI system where one is named. */
export const configFiles = async (ci: CiSystem | undefined, config?: string): Promise<Draft> => ({
  files: {
    [CONFIG_FILES[0]]: config ?? (await template("postern.config.yaml")),
    ...(ci === undefined ? {} : await filesOf(ci)),
  },
  notes: ci === undefined ? [] : CI_NOTES[ci],
});

const filesOf = async (ci: CiSystem): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    await Promise.all(
      CI_SYSTEMS[ci].map(
        async ([path, example]) =>
          [path, await template(`../../examples/${example}`, { __VERSION__: VERSION })] as const,
      ),
    ),
  );
