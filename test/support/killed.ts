import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { KEY } from "./emulated.ts";
import { COMMAND } from "./shell.ts";

/** What a process of these tests knows of AWS: a key, and nothing of the machine's own configuration. */
export const AWS_ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: KEY.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
  AWS_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
};

/** Counts what happens around a process: changes of files in its folders, calls to an emulator. */
export interface Happenings {
  readonly seen: () => number;
  readonly each: (tell: () => void) => void;
  readonly close: () => void;
}

const quiet = (): void => undefined;

/** Changes in some folders that exist, and whatever else `happen` is called for. */
export const happeningsIn = (folders: readonly string[]): Happenings & { readonly happen: () => void } => {
  let seen = 0;
  let tell = quiet;
  const happen = (): void => {
    seen += 1;
    tell();
  };
  const watchers = folders.map((folder) => watch(folder, happen));
  return {
    seen: () => seen,
    each: (listener) => {
      tell = listener;
    },
    close: () => watchers.forEach((watcher) => watcher.close()),
    happen,
  };
};

/**
 * Runs the command in a process of its own and kills it with SIGKILL as the so-manieth thing happens, or never.
 *
 * @param pause milliseconds between that and the kill
 * @returns whether it was killed before its end
 */
export const killedAt = async (
  argv: readonly string[],
  cwd: string,
  happenings: Happenings,
  { at = Number.POSITIVE_INFINITY, pause = 0 }: { readonly at?: number | undefined; readonly pause?: number },
): Promise<boolean> => {
  const env = { ...process.env, ...AWS_ENVIRONMENT };
  const child = spawn(process.execPath, [COMMAND, ...argv], { cwd, stdio: "ignore", env });
  const ended = once(child, "exit");
  const from = happenings.seen();
  let struck = false;
  happenings.each(() => {
    if (struck || happenings.seen() - from < at) return;
    struck = true;
    if (pause === 0) child.kill("SIGKILL");
    else void wait(pause).then(() => child.kill("SIGKILL"));
  });
  await ended;
  happenings.each(quiet);
  return child.signalCode === "SIGKILL";
};
