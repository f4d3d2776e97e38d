import { CONFIG_FILES } from "../../config/load.ts";
import { template } from "./template.ts";
import type { Draft } from "./draft.ts";

/** A configuration in which everything is explained and nothing is set, and workflows for nights and pull requests where they are asked for. */
export const configFiles = async (ci: "github" | undefined, config?: string): Promise<Draft> => ({
  files: {
    [CONFIG_FILES[0]]: config ?? (await template("postern.config.yaml")),
    ...(ci === "github" && {
      ".github/workflows/postern.yml": await template("../../examples/github/nightly-scan.yml"),
      ".github/workflows/postern-pull-request.yml": await template("../../examples/github/pull-request.yml"),
    }),
  },
  notes: [],
});
