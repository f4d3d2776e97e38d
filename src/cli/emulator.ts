import { Option, type Command } from "commander";
import { problem } from "../model/problem.ts";
import type { Emulator, EmulatorOptions } from "../emulator/start.ts";
import type { Estate } from "../emulator/estates/estate.ts";
import type { FaultRule } from "../emulator/faults.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";

interface Options {
  readonly port: string;
  readonly estate: "demo" | "empty" | "hostile";
  readonly fault: readonly string[];
  readonly rates?: true;
}

/** `postern emulator`: the embedded AWS alone, until it is interrupted. */
export const build = (command: Command, io: Io, done: (code: ExitCode) => void): void => {
  command
    .option("--port <n>", "on 127.0.0.1; 0 takes any that is free", "0")
    .addOption(
      new Option("--estate <name>", "what it holds").choices(["demo", "empty", "hostile"]).default("demo"),
    )
    .option(
      "--fault <words>",
      'what goes wrong, e.g. "throttle operation=ListIdentities times=2"; repeatable',
      (words: string, before: readonly string[]) => [...before, words],
      [] as readonly string[],
    )
    .option("--rates", "hold callers to AWS's documented rates")
    .action(async (options: Options) => {
      await run(options, io);
      done(EXIT.done);
    });
};

const run = async (options: Options, io: Io): Promise<void> => {
  const { ESTATES } = await import("../emulator/estates/index.ts");
  const estate = ESTATES[options.estate]();
  const faults = [...estate.faults, ...(await faultsOf(options.fault))];
  const { AWS_RATES } = await import("../emulator/rates.ts");
  const emulator = await start({
    port: portOf(options.port),
    world: estate.world,
    faults,
    ...(options.rates === true && { rates: AWS_RATES }),
  });
  io.stdout.write(settings(emulator, estate));
  io.stderr.write(`The embedded AWS (${options.estate}) answers at ${emulator.url}. Ctrl-C ends it.\n`);
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await emulator.close();
};

/** For `eval`, and for the aws command line and every SDK. */
const settings = (emulator: Emulator, estate: Estate): string =>
  [
    `export AWS_ENDPOINT_URL=${emulator.url}`,
    `export AWS_ACCESS_KEY_ID=${estate.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${estate.secretAccessKey}`,
    "export AWS_REGION=us-east-1",
    "export AWS_DEFAULT_REGION=us-east-1",
    "",
  ].join("\n");

const faultsOf = async (lines: readonly string[]): Promise<readonly FaultRule[]> => {
  const { parseFault } = await import("../emulator/parse-fault.ts");
  return lines.map((line) => {
    try {
      return parseFault(line);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw problem({
        where: "--fault",
        what,
        todo: "Write it as KIND name=value, as throttle operation=ListIdentities.",
        kind: "usage",
      });
    }
  });
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw problem({
    where: "--port",
    what: `"${text}" is not a port`,
    todo: "Give a number from 0 to 65535.",
    kind: "usage",
  });
};

const start = async (options: EmulatorOptions): Promise<Emulator> => {
  const { startEmulator } = await import("../emulator/start.ts");
  try {
    return await startEmulator(options);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw problem({
      where: "--port",
      what: `port ${options.port ?? 0} cannot be opened (${code})`,
      todo: "Take another, or 0 for any that is free.",
      kind: "usage",
    });
  }
};
