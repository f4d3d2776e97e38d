import type { Command } from "commander";
import { oneOf } from "./arguments.ts";
import type { Io } from "./io.ts";

export interface LogFlags {
  readonly logFormat?: "text" | "json";
}

export const addLogOptions = (command: Command): Command =>
  command.addOption(
    oneOf("--log-format <format>", "of what stands on stderr (default: text)", ["text", "json"]),
  );

export const isJsonLog = ({ logFormat }: LogFlags): boolean => logFormat === "json";

/** Whether a command line asks for it: what goes wrong before its options are read is to be JSON too. */
export const asksForJsonLog = (argv: readonly string[]): boolean =>
  argv.some(
    (word, index) => word === "--log-format=json" || (word === "json" && argv[index - 1] === "--log-format"),
  );

/** Makes of each line that is not JSON an object with its time, so that a machine reads every line alike. */
export const jsonLog = (stream: Io["stderr"], clock: () => string): Io["stderr"] => {
  let begun = "";
  const write = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    if (typeof chunk !== "string") return Reflect.apply(stream.write, stream, [chunk, ...rest]);
    const lines = (begun + chunk).split("\n");
    begun = lines.pop() ?? "";
    const text = lines.map((line) => `${line.startsWith("{") ? line : asObject(line, clock())}\n`).join("");
    return Reflect.apply(stream.write, stream, [text, ...rest]);
  };
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === "write") return write;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
};

const asObject = (line: string, time: string): string =>
  JSON.stringify({ time, event: "message", message: line.replace(/^postern: /, "") });
