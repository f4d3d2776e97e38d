import { CONFIG_FILES } from "../../config/load.ts";
import { template } from "./template.ts";
import type { Draft } from "./draft.ts";

/** A configuration in which everything is explained and nothing is set, and a workflow where one is asked for. */
export const configFiles = async (ci: "github" | undefined, config?: string): Promise<Draft> => ({
  files: {
    [CONFIG_FILES[0]]: config ?? (await template("postern.config.yaml")),
    ...(ci === "github" && {
      ".github/workflows/postern.yml": await template("../../examples/github/nightly-scan.yml"),
    }),
  },
  notes: [],
});
