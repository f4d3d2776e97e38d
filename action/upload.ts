import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Event } from "./event.ts";
import type { Api } from "./github-api.ts";

/** GitHub processes a file in seconds; after this long it is left to finish by itself. */
const POLLS = 24;
const POLL_MS = 5_000;

/**
 * Sends each file by a call of its own: github/codeql-action/upload-sarif would merge the files of a folder into one,
 * and one takes no more than 20 runs. A file without runs holds nothing to say.
 */
export const uploadAll = async (
  folder: string,
  { sha, ref, workspace }: Pick<Event, "sha" | "ref" | "workspace">,
  api: Api,
  wait: (ms: number) => Promise<void>,
): Promise<readonly string[]> => {
  const sent: string[] = [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".sarif"));
  for (const name of files.sort()) {
    const text = readFileSync(join(folder, name), "utf8");
    if ((JSON.parse(text) as { runs: readonly unknown[] }).runs.length === 0) continue;
    const response = await api("code-scanning/sarifs", {
      method: "POST",
      body: {
        commit_sha: sha,
        ref,
        sarif: gzipSync(text).toString("base64"),
        checkout_uri: `file://${workspace}`,
        tool_name: "Postern",
      },
    });
    if (response.status !== 202) throw new Error(`${name}: ${await refusal(response)}`);
    const { id } = (await response.json()) as { id: string };
    await processed(name, id, api, wait);
    sent.push(name);
  }
  return sent;
};

const refusal = async (response: Response): Promise<string> => {
  const text = (await response.text()).slice(0, 500);
  const hint =
    response.status === 403
      ? "The job needs the permission security-events: write, and code scanning must be on."
      : "See docs/code-scanning.md.";
  return `GitHub refused the SARIF (HTTP ${response.status}): ${text} ${hint}`;
};

interface Processing {
  readonly processing_status: "pending" | "complete" | "failed";
  readonly errors?: readonly string[] | null;
}

const processed = async (
  name: string,
  id: string,
  api: Api,
  wait: (ms: number) => Promise<void>,
): Promise<void> => {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const response = await api(`code-scanning/sarifs/${encodeURIComponent(id)}`);
    if (response.ok) {
      const { processing_status: status, errors } = (await response.json()) as Processing;
      if (status === "complete") return;
      if (status === "failed")
        throw new Error(`${name}: GitHub could not process it: ${(errors ?? []).join("; ")}`);
    }
    await wait(POLL_MS);
  }
};
