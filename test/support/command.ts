import { PassThrough, Readable } from "node:stream";
import { main } from "../../src/cli/main.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

export const CLOCK = "2026-11-23T16:00:00.000Z";

/** Runs one command line in this process, as `dist/cli.js` does, and answers what it printed. */
export const postern = async (argv: readonly string[], around: Surroundings = {}): Promise<Outcome> => {
  const stdout = recorder();
  const stderr = recorder();
  const code = await main(argv, {
    stdin: Readable.from(around.stdin === undefined ? [] : [around.stdin]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: around.env ?? {},
    cwd: around.cwd ?? process.cwd(),
    signal: around.signal ?? new AbortController().signal,
    clock: () => CLOCK,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
};

const recorder = (): { readonly stream: PassThrough; readonly text: () => string } => {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk.toString("utf8")));
  return { stream, text: () => chunks.join("") };
};
