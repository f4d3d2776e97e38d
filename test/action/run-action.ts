import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { COMPILED } from "../support/compiled.ts";
import type { FakeGithub } from "./github.ts";

export interface Job {
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The event file's content; a pull request where it has one. */
  readonly event?: Readonly<Record<string, unknown>>;
  readonly eventName?: string;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export const BASE_SHA: string = "b".repeat(40);

/** From a repository, null for one that was deleted; this one may be a fork itself. */
export const pullRequest = (from: string | null = "octo/mail"): Readonly<Record<string, unknown>> => ({
  pull_request: {
    base: { sha: BASE_SHA, repo: { full_name: "octo/mail", fork: true } },
    head: { repo: from === null ? null : { full_name: from, fork: true } },
  },
});

/** Starts the Action's entry point as a runner would, in a workspace of its own. */
export const runAction = async (github: FakeGithub, job: Job): Promise<Ran> => {
  const home = mkdtempSync(join(tmpdir(), "postern-action-"));
  const place = (name: string): string => join(home, name);
  for (const folder of ["workspace/.git", "temp"]) mkdirSync(place(folder), { recursive: true });
  for (const [name, text] of Object.entries(job.files ?? {})) {
    mkdirSync(dirname(place(`workspace/${name}`)), { recursive: true });
    writeFileSync(place(`workspace/${name}`), text);
  }
  writeFileSync(place("event.json"), JSON.stringify(job.event ?? {}));
  const inputs = Object.entries(job.inputs ?? {}).map(([name, value]) => [
    `INPUT_${name.toUpperCase().replaceAll("-", "_")}`,
    value,
  ]);
  const child = spawn(process.execPath, [join(COMPILED, "action/main.js")], {
    env: {
      PATH: process.env["PATH"],
      GITHUB_EVENT_NAME: job.eventName ?? (job.event === undefined ? "push" : "pull_request"),
      GITHUB_EVENT_PATH: place("event.json"),
      GITHUB_REPOSITORY: "an-owner/a-repo",
      GITHUB_API_URL: github.url,
      GITHUB_SHA: "a".repeat(40),
      GITHUB_REF: job.event === undefined ? "refs/heads/main" : "refs/pull/7/merge",
      GITHUB_WORKSPACE: place("workspace"),
      GITHUB_STEP_SUMMARY: place("summary.md"),
      GITHUB_OUTPUT: place("output.txt"),
      RUNNER_TEMP: place("temp"),
      INPUT_TOKEN: "a-token",
      POSTERN_NOW: "2026-11-23T16:00:00Z",
      POSTERN_ACTION_PAUSE: "1",
      ...Object.fromEntries(inputs),
    },
  });
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  const code = await new Promise<number>((ended) => child.on("close", (status) => ended(status ?? -1)));
  const textOf = (name: string): string => (existsSync(place(name)) ? readFileSync(place(name), "utf8") : "");
  const ran = {
    code,
    stdout: stdout(),
    stderr: stderr(),
    summary: textOf("summary.md"),
    outputs: Object.fromEntries(
      textOf("output.txt")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    ),
  };
  rmSync(home, { recursive: true, force: true });
  return ran;
};

const collected = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: string[] = [];
  stream.on("data", (chunk: Buffer | string) => chunks.push(String(chunk)));
  return () => chunks.join("");
};
