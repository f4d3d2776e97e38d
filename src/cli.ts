#!/usr/bin/env node
import { addAbortSignal } from "node:stream";
import { crashLine } from "./cli/crash.ts";
import { main } from "./cli/main.ts";

// The SDK prints eight lines on every start under Node 20; `doctor` says it instead.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupted.abort());

// Whoever waits for the standard input is interrupted too; it says so itself.
process.stdin.on("error", () => undefined);
addAbortSignal(interrupted.signal, process.stdin);

// Node's own exit code for this is 1, which means findings.
process.on("uncaughtException", (error) => {
  process.stderr.write(crashLine(error));
  process.exit(3);
});

// A reader that has seen enough (`| head`) closes the pipe; the files and the exit code are still wanted.
process.stderr.on("error", () => undefined);
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || process.exitCode === 4) return;
  process.exitCode = 4;
  process.stderr.write(`postern: the standard output cannot be written: ${error.code ?? error.message}\n`);
});

const code = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interrupted.signal,
  clock: () => new Date().toISOString(),
});
if (code !== 0) process.exitCode = code;
