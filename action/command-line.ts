import { join } from "node:path";
import type { Inputs } from "./inputs.ts";

/** Where the command puts what the Action hands on. */
export interface OutputFiles {
  readonly sarif: string;
  readonly summary: string;
  readonly annotations: string;
  readonly results: string;
}

export const outputFiles = (folder: string): OutputFiles => ({
  sarif: join(folder, "sarif/"),
  summary: join(folder, "summary.md"),
  annotations: join(folder, "annotations.txt"),
  results: join(folder, "results.json"),
});

/** The command's arguments; paths come after `--`, so that none is an option. */
export const argumentsOf = (inputs: Inputs, config: string | null, files: OutputFiles): readonly string[] => [
  inputs.command,
  ...option("--format", [
    `sarif=${files.sarif}`,
    `markdown=${files.summary}`,
    `github=${files.annotations}`,
    `json=${files.results}`,
  ]),
  ...option("--fail-on", [inputs.failOn]),
  ...option("--config", config === null ? [] : [config]),
  ...option("--allow", inputs.allow),
  ...option("--trusted-account", inputs.trustedAccounts),
  ...option("--trusted-org", inputs.trustedOrganizations),
  ...option("--iac", inputs.iac === null ? [] : [inputs.iac]),
  ...option("--inventory", inputs.inventory === null ? [] : [inputs.inventory]),
  ...(inputs.redact ? ["--redact"] : []),
  ...(inputs.command === "scan" ? scanArguments(inputs) : ["--", ...inputs.paths]),
];

const option = (name: string, values: readonly string[]): readonly string[] =>
  values.flatMap((value) => [name, value]);

const scanArguments = ({ regions, roleArn, externalId, accounts }: Inputs): readonly string[] => [
  "--quiet",
  ...option("--region", regions),
  ...option("--account", accounts),
  ...option("--role-arn", roleArn === null ? [] : [roleArn]),
  ...option("--external-id", externalId === null ? [] : [externalId]),
];
