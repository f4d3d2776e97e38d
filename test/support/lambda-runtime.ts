import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

export interface FunctionOptions {
  /** Holds the bundled file. */
  readonly folder: string;
  /** As `index.hook`. */
  readonly handler: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds that one event may take. */
  readonly timeout?: number;
  /** Megabytes, as Lambda's memory setting; a part of it is the runtime's own. */
  readonly memory?: number;
}

/** What came of one event, as a caller of the function sees it. */
export type Invocation =
  | { readonly answer: unknown; readonly milliseconds: number }
  | { readonly errorType: string; readonly errorMessage: string };

/**
 * Starts the bundled file as AWS does, against a Runtime API on loopback, hands it the events one after the other, and
 * ends it. A function that dies or takes too long is started anew for the next event. The first event's time has the start in it.
 */
export const invoked = async (
  options: FunctionOptions,
  events: readonly unknown[],
): Promise<readonly Invocation[]> => {
  const found: Invocation[] = [];
  while (found.length < events.length)
    found.push(...(await untilItEnds(options, events.slice(found.length))));
  return found;
};

const untilItEnds = async (
  { folder, handler, env = {}, timeout = 120_000, memory = 512 }: FunctionOptions,
  events: readonly unknown[],
): Promise<readonly Invocation[]> => {
  const found: Invocation[] = [];
  let began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace("/2018-06-01/runtime/", "");
    if (path === "invocation/next") {
      const event = events[found.length];
      // There is nothing more: the function waits, as one that is frozen, until it is ended.
      if (event === undefined) return;
      if (found.length > 0) began = performance.now();
      timer = setTimeout(() => child.kill("SIGKILL"), timeout);
      response.setHeader("lambda-runtime-aws-request-id", `request-${found.length}`);
      response.setHeader("lambda-runtime-deadline-ms", String(Date.now() + timeout));
      response.end(JSON.stringify(event));
      return;
    }
    void textOf(request).then((text) => told(path, JSON.parse(text), response));
  });
  const told = (path: string, body: unknown, response: ServerResponse): void => {
    clearTimeout(timer);
    if (path.endsWith("/response")) found.push({ answer: body, milliseconds: performance.now() - began });
    else found.push(body as Invocation);
    response.statusCode = 202;
    response.end("{}");
    if (found.length >= events.length) child.kill();
  };
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${Math.max(32, memory - 64)}`, join(import.meta.dirname, "lambda-bootstrap.mjs")],
    {
      env: {
        ...env,
        PATH: process.env["PATH"],
        // Without it no process of Windows can open a socket.
        SystemRoot: process.env["SystemRoot"],
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: handler,
      },
      stdio: ["ignore", "inherit", "pipe"],
    },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) =>
    child.on("exit", (_, by) => resolve(by)),
  );
  clearTimeout(timer);
  server.closeAllConnections();
  server.close();
  if (found.length < events.length && !found.some((one) => "errorType" in one && one.errorType === "Init"))
    found.push(
      signal === "SIGKILL"
        ? { errorType: "Sandbox.Timedout", errorMessage: `Task timed out after ${timeout} ms` }
        : { errorType: "Runtime.ExitError", errorMessage: said.split("\n").slice(0, 3).join(" ") },
    );
  return found;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};
