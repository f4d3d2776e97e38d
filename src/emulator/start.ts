import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { newFaults, type FaultRule, type Faults } from "./faults.ts";
import { newLog, type Log } from "./log.ts";
import { newRateLimit, type Rates } from "./rates.ts";
import { deliver } from "./deliver.ts";
import { serve, type HandedOver, type Surroundings } from "./serve.ts";
import { emptyWorld, type World } from "./world.ts";
import type { HttpRequest } from "./protocol/http.ts";

export interface EmulatorOptions {
  /** On 127.0.0.1; 0 takes any that is free. */
  readonly port?: number;
  readonly world?: World;
  readonly faults?: readonly FaultRule[];
  /** No limit where absent; `AWS_RATES` are AWS's own. */
  readonly rates?: Rates;
  /** Whether rules of AWS that no source confirms are applied; true where absent. */
  readonly assumedRules?: boolean;
  /** How long GetFindings does not show what was imported, in milliseconds. */
  readonly settlingMs?: number;
  /** The world's clock, in milliseconds since 1970. */
  readonly clock?: () => number;
  /** Is told of each answer that went out whole, as the world is: no fault changed it or kept it from arriving. */
  readonly handedOver?: (answer: HandedOver) => void;
}

export interface Emulator {
  /** `http://127.0.0.1:<port>`, for `--endpoint-url` and `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** What exists; may be read and changed at any time. */
  readonly world: World;
  readonly faults: Faults;
  readonly log: Log;
  close(): Promise<void>;
}

/** More than any request of these services may have. */
const LARGEST_BODY = 32 * 1024 * 1024;

/** Starts an AWS on the loopback interface; rejects where the port is taken. */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const surroundings: Surroundings = {
    world: options.world ?? emptyWorld(),
    faults: newFaults(options.faults),
    log: newLog(),
    withinRate: newRateLimit(options.rates ?? {}),
    assumedRules: options.assumedRules ?? true,
    settlingMs: options.settlingMs ?? 0,
    clock: options.clock ?? Date.now,
    unique: counter(),
    ...(options.handedOver === undefined ? {} : { handedOver: options.handedOver }),
  };
  const server = createServer((request, response) => void converse(request, response, surroundings));
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    world: surroundings.world,
    faults: surroundings.faults,
    log: surroundings.log,
    close: () => close(server),
  };
};

const counter = (): (() => string) => {
  let last = 0;
  return () => `00000000-0000-4000-8000-${(++last).toString(16).padStart(12, "0")}`;
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const converse = async (
  message: IncomingMessage,
  response: ServerResponse,
  surroundings: Surroundings,
): Promise<void> => {
  surroundings.log.begin();
  const request = await read(message);
  const outcome = await serve(request, surroundings);
  const at = new Date(surroundings.clock()).toISOString();
  surroundings.log.end({ ...outcome.call, at, bytes: request.body.length });
  const { reply, altered, call, subjects } = outcome;
  if (reply?.status === 200 && !altered)
    response.once("finish", () => surroundings.handedOver?.({ ...call, subjects, answer: reply.body }));
  deliver(reply, response);
};

/** What comes after the limit is dropped; the signature over the rest is then wrong. A broken-off request ends where it broke. */
const read = async (message: IncomingMessage): Promise<HttpRequest> => {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= LARGEST_BODY) chunks.push(chunk);
    }
  } catch {
    // the client has gone; the answer reaches nobody
  }
  const [path = "/", query = ""] = (message.url ?? "/").split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  return { method: message.method ?? "GET", path, query, headers, body: Buffer.concat(chunks) };
};
