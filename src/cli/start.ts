import { addAbortSignal } from "node:stream";
import { getHeapStatistics } from "node:v8";
import { crashLine, problemLine } from "./crash.ts";
import { EXIT, EXIT_CODE_OF } from "./exit-codes.ts";
import { systemProblem } from "../files/fail.ts";
import { heapLine } from "./heap-line.ts";
import { main } from "./main.ts";
import { logLine } from "../text/log-commands.ts";

let isInputOpen = false;

/** Whoever waits for the standard input is interrupted too; it says so itself. */
const standardInput = (signal: AbortSignal): NodeJS.ReadableStream => {
  if (isInputOpen) return process.stdin;
  isInputOpen = true;
  process.stdin.on("error", () => undefined);
  return addAbortSignal(signal, process.stdin);
};

/** Runs the command line of this process. */
export const start = async (): Promise<void> => {
  // The SDK prints eight lines on every start under Node 20; `doctor` says it instead.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

  // One line of ours at most: a notice of Node or of a dependency is no business of whoever reads the findings.
  let warned = false;
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    if (warned || process.env["NODE_NO_WARNINGS"] === "1") return;
    warned = true;
    const [first = ""] = message.trim().split("\n");
    process.stderr.write(`postern: Node ${process.versions.node} warns: ${logLine(`${name}: ${first}`)}\n`);
  });

  const narrow = heapLine(getHeapStatistics().heap_size_limit, process.versions.node);
  if (narrow !== null) process.stderr.write(`postern: ${narrow}\n`);

  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupted.abort());

  // Node's own exit code for this is 1, which means findings.
  process.on("uncaughtException", (error) => {
    const known = systemProblem(error);
    process.stderr.write(known === null ? crashLine(error) : `postern: ${problemLine(known)}\n`);
    process.exit(known === null ? EXIT.incomplete : EXIT_CODE_OF[known.kind]);
  });

  // A reader that has seen enough (`| head`) closes the pipe; the files and the exit code are still wanted.
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || process.exitCode === EXIT.output) return;
    process.exitCode = EXIT.output;
    process.stderr.write(`postern: the standard output cannot be written: ${error.code ?? error.message}\n`);
  });

  const code = await main(process.argv.slice(2), {
    // Most runs do not read it, and its modules are not loaded for them.
    get stdin() {
      return standardInput(interrupted.signal);
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interrupted.signal,
    clock: () => new Date().toISOString(),
  });
  if (code !== EXIT.done) process.exitCode = code;
};
