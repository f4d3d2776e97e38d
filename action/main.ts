/** The Action's entry point: one command line, and what GitHub wants to be told. action.yml starts it. */
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { argumentsOf, outputFiles, type OutputFiles } from "./command-line.ts";
import { eventOf, type Event } from "./event.ts";
import { githubApi, type Api } from "./github-api.ts";
import { inputsOf, type Inputs } from "./inputs.ts";
import { trustedConfig } from "./trusted-config.ts";
import { uploadAll } from "./upload.ts";

/** Beside it in the same language: the Action runs from its sources, its tests compile both. */
const CLI = resolve(import.meta.dirname, `../src/cli${extname(import.meta.filename)}`);

/** Milliseconds that a pause lasts at most; tests make it short. */
const PAUSE = Number(process.env["POSTERN_ACTION_PAUSE"] ?? "60000");

const wait = async (ms: number): Promise<void> => {
  await setTimeout(Math.min(ms, PAUSE));
};

const main = async (): Promise<number> => {
  const inputs = inputsOf(process.env);
  const event = eventOf(process.env);
  const api = githubApi(event, inputs.token, wait);
  const config = await trustedConfig(inputs, event, api);
  const files = outputFiles(mkdtempSync(join(event.temp, "postern-")));
  const code = judged(inputs, event, argumentsOf(inputs, config, files));
  // Node ends with 1 on a crash, which must not read as findings.
  if (code === 1 && !existsSync(files.results))
    throw new Error("Postern ended without results; see the log above.");
  handOn(inputs, files, code);
  const isSent = await uploaded(inputs, event, files, api);
  return code === 0 && !isSent ? 4 : code;
};

/** The same Node with the same flags runs the command; the token is not its business. */
const judged = ({ workingDirectory }: Inputs, { workspace }: Event, args: readonly string[]): number => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "INPUT_TOKEN"));
  const { status, error } = spawnSync(process.execPath, [...process.execArgv, CLI, ...args], {
    cwd: resolve(workspace, workingDirectory),
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error !== undefined) throw error;
  return status ?? 130;
};

const handOn = ({ annotations, summary }: Inputs, files: OutputFiles, code: number): void => {
  if (annotations) process.stdout.write(textOf(files.annotations));
  if (summary) append("GITHUB_STEP_SUMMARY", textOf(files.summary));
  append("GITHUB_OUTPUT", `exit-code=${code}\nresults=${files.results}\nsarif-folder=${files.sarif}\n`);
};

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

const append = (variable: string, text: string): void => {
  const path = process.env[variable] ?? "";
  if (path !== "") appendFileSync(path, text);
};

/** False where it should have been sent and was not. */
const uploaded = async (inputs: Inputs, event: Event, files: OutputFiles, api: Api): Promise<boolean> => {
  if (!inputs.uploadSarif || !existsSync(files.sarif)) return true;
  if (event.pullRequest?.fromFork === true) {
    say("notice", "The SARIF of a fork's pull request is not uploaded: its token may not write.");
    return true;
  }
  try {
    const sent = await uploadAll(files.sarif, event, api, wait);
    console.log(`Uploaded ${sent.length} SARIF file${sent.length === 1 ? "" : "s"}.`);
    return true;
  } catch (error) {
    say("error", messageOf(error));
    return false;
  }
};

/** A workflow command; data in it begins no other. */
const say = (level: "error" | "notice", message: string): void => {
  console.log(
    `::${level} title=Postern::${message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}`,
  );
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  process.exitCode = await main();
} catch (error) {
  say("error", messageOf(error));
  process.exitCode = 2;
}
