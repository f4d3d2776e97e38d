import { CommanderError } from "commander";
import { systemProblem } from "../files/fail.ts";
import { isProblem } from "../model/problem.ts";
import { defused } from "../text/log-commands.ts";
import { crashLine, problemLine } from "./crash.ts";
import { EXIT, EXIT_CODE_OF, graver, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { asksForJsonLog, jsonLog } from "./log-format.ts";
import { REWRITTEN } from "./progress.ts";
import { programOf } from "./program.ts";

/** Runs one command line and answers the exit code; throws nothing. */
export const main = async (argv: readonly string[], given: Io): Promise<ExitCode> => {
  const defusing = defusedStream(given.stderr);
  const io = withLog(given, asksForJsonLog(argv) ? jsonLog(defusing, given.clock) : defusing);
  const exit: { code: ExitCode } = { code: EXIT.done };
  const called = argv[0] === "help" ? argv[1] : argv[0];
  const done = (code: ExitCode): void => {
    exit.code = code;
  };
  const program = await programOf(io, done, (name) => name === called, argv);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (io.signal.aborted) {
      io.stderr.write("postern: interrupted\n");
      return EXIT.interrupted;
    }
    const known = isProblem(error) ? error.problem : systemProblem(error);
    io.stderr.write(known === null ? crashLine(error) : `postern: ${problemLine(known)}\n`);
    return graver(exit.code, known === null ? EXIT.incomplete : EXIT_CODE_OF[known.kind]);
  }
};

/** The standard input is opened when somebody asks for it, and not before. */
const withLog = (given: Io, stderr: Io["stderr"]): Io => ({
  get stdin() {
    return given.stdin;
  },
  stdout: given.stdout,
  stderr,
  env: given.env,
  cwd: given.cwd,
  signal: given.signal,
  clock: given.clock,
});

/**
 * Whatever reaches the log through it, no line of it is an order to whoever keeps the log. A line that a terminal rewrites is
 * taken away before another one is written.
 */
const defusedStream = (stream: Io["stderr"]): Io["stderr"] => {
  let isOpen = false;
  const shown = (chunk: unknown): unknown => {
    if (typeof chunk !== "string") return chunk;
    const cleared = isOpen && !chunk.startsWith(REWRITTEN) ? REWRITTEN : "";
    isOpen = chunk.startsWith(REWRITTEN) && chunk !== REWRITTEN && !chunk.endsWith("\n");
    return cleared + defused(chunk);
  };
  return new Proxy(stream, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === "write")
        return (chunk: unknown, ...rest: readonly unknown[]): unknown =>
          Reflect.apply(target.write, target, [shown(chunk), ...rest]);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
};
