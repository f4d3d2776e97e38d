import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "./event.ts";
import type { Api } from "./github-api.ts";
import type { Inputs } from "./inputs.ts";

const NAMES = ["postern.config.yaml", "postern.config.yml", "postern.config.json"] as const;

/**
 * The configuration to judge by. A pull request is judged by that of its base commit, or it could name itself trusted;
 * where the base has none, by an empty one, so that the one in its own tree is not found either. Null: the usual search.
 */
export const trustedConfig = async (
  { config, configFrom, workingDirectory }: Pick<Inputs, "config" | "configFrom" | "workingDirectory">,
  { pullRequest, temp }: Pick<Event, "pullRequest" | "temp">,
  api: Api,
): Promise<string | null> => {
  if (pullRequest === null || configFrom === "workspace") return config;
  const names = config === null ? NAMES : [config];
  for (const name of names) {
    const path = [...workingDirectory.split("/"), ...name.split("/")].filter(
      (part) => part !== "." && part !== "",
    );
    const text = await fileAt(path, pullRequest.baseSha, api);
    if (text !== null) return written(temp, name, text);
  }
  if (config !== null)
    throw new Error(`The base commit has no ${config}. Merge the configuration before it is used.`);
  return written(temp, NAMES[0], "{}\n");
};

const fileAt = async (path: readonly string[], sha: string, api: Api): Promise<string | null> => {
  const response = await api(`contents/${path.map(encodeURIComponent).join("/")}?ref=${sha}`, {
    accept: "application/vnd.github.raw+json",
  });
  if (response.status === 404) return null;
  if (!response.ok)
    throw new Error(
      `The base commit's configuration could not be read (HTTP ${response.status}). The token needs contents: read.`,
    );
  return response.text();
};

const written = (temp: string, name: string, text: string): string => {
  const folder = join(temp, "postern-base-config");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name.split("/").at(-1) ?? NAMES[0]);
  writeFileSync(path, text);
  return path;
};
