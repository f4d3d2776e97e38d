import { NodeHttpHandler } from "@smithy/node-http-handler";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import { setMaxListeners } from "node:events";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { getProxyForUrl } from "proxy-from-env";
import { CALL_LIMITS, overdue, tooLate, type CallLimits } from "./limits.ts";
import { attemptOf, type Attempt } from "./trace.ts";
import { wholeAnswer } from "./whole-answer.ts";

/** Shared by every client: sockets are kept, and the SDK's own limit of 50 would be the bottleneck. */
const SOCKETS = 256;
/** Milliseconds. */
const CONNECT_WITHIN = 5_000;

type Request = Parameters<NodeHttpHandler["handle"]>[0];
type HandlerOptions = Parameters<NodeHttpHandler["handle"]>[1];
type Answer = Awaited<ReturnType<NodeHttpHandler["handle"]>>;

type RequestHandler = Pick<
  NodeHttpHandler,
  "handle" | "destroy" | "metadata" | "updateHttpClientConfig" | "httpHandlerConfigs"
>;

export interface SharedHttp {
  /** For a client's `requestHandler`; of an answer no more than so many bytes are taken in. */
  handler(largestAnswer?: number): RequestHandler;
  close(): void;
}

/**
 * The sockets of all clients: through HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY names the host. Each of the `signals`
 * cuts every call, and the limits hold for the whole answer, not only for its beginning.
 */
export const sharedHttp = (
  signals: readonly AbortSignal[],
  limits: CallLimits = CALL_LIMITS,
  told?: (attempt: Attempt) => void,
): SharedHttp => {
  // Each call listens while it lasts; from 11 on Node takes that for a leak, and says so on stderr.
  if (signals.length > 0) setMaxListeners(0, ...signals);
  const byProxy = new Map<string, NodeHttpHandler>();
  const through = (proxy: string): NodeHttpHandler => {
    const known = byProxy.get(proxy);
    if (known !== undefined) return known;
    const made = handlerFor(proxy);
    byProxy.set(proxy, made);
    return made;
  };
  const times = callTimes(limits);
  const handle = async (request: Request, options: HandlerOptions, largest: number): Promise<Answer> => {
    const left = times.left(request);
    const ends = new AbortController();
    const within = Math.min(limits.attemptWithin, left);
    const timer = setTimeout(
      () => ends.abort(left < limits.attemptWithin ? overdue(limits.callWithin) : tooLate(within)),
      within,
    );
    const cut = (): void => ends.abort();
    for (const signal of signals) signal.addEventListener("abort", cut, { once: true });
    try {
      if (signals.some(({ aborted }) => aborted)) cut();
      const { response } = await through(proxyOf(request)).handle(request, {
        ...options,
        abortSignal: ends.signal,
      });
      response.body = await wholeAnswer(response.body, largest, ends.signal);
      if (response.statusCode < 300) times.answered(request);
      return { response };
    } catch (error) {
      const why: unknown = ends.signal.reason;
      throw ends.signal.aborted && why instanceof Error ? why : error;
    } finally {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", cut);
    }
  };
  const traced = async (request: Request, options: HandlerOptions, largest: number): Promise<Answer> => {
    const begun = performance.now();
    const tell = (ended: Answer["response"] | Error): void =>
      told?.(attemptOf(request, ended, performance.now() - begun));
    try {
      const answer = await handle(request, options, largest);
      tell(answer.response);
      return answer;
    } catch (error) {
      tell(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return {
    handler: (largestAnswer = limits.largestAnswer) => ({
      metadata: { handlerProtocol: "http/1.1" },
      handle: (request: Request, options?: HandlerOptions) => traced(request, options, largestAnswer),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      // A client that is done destroys its handler, and would cut the calls of all others.
      destroy: () => undefined,
    }),
    close: () => {
      for (const handler of byProxy.values()) handler.destroy();
    },
  };
};

/** The SDK gives all attempts of one call the same id. */
const INVOCATION = "amz-sdk-invocation-id";

/** The time of each call, over all of its attempts. */
interface CallTimes {
  /** What is left of it, in milliseconds. @throws where nothing is. */
  left(request: Request): number;
  /** The call has its answer: no other attempt follows. */
  answered(request: Request): void;
}

const callTimes = ({ callWithin }: CallLimits): CallTimes => {
  const begun = new Map<string, number>();
  return {
    left: ({ headers }) => {
      const now = performance.now();
      // In the order in which they began, so that the old ones stand first.
      for (const [id, at] of begun) {
        if (now - at <= callWithin * 2) break;
        begun.delete(id);
      }
      const id = headers[INVOCATION];
      if (id === undefined) return callWithin;
      const at = begun.get(id) ?? now;
      begun.set(id, at);
      const left = callWithin - (now - at);
      if (left <= 0) throw overdue(callWithin);
      return left;
    },
    answered: ({ headers }) => void begun.delete(headers[INVOCATION] ?? ""),
  };
};

const proxyOf = ({ protocol, hostname, port }: Request): string =>
  getProxyForUrl(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}/`);

const handlerFor = (proxy: string): NodeHttpHandler => {
  const pool = { keepAlive: true, maxSockets: SOCKETS };
  return new NodeHttpHandler({
    connectionTimeout: CONNECT_WITHIN,
    httpAgent: proxy === "" ? new HttpAgent(pool) : new HttpProxyAgent({ ...pool, proxy }),
    httpsAgent: proxy === "" ? new HttpsAgent(pool) : new HttpsProxyAgent({ ...pool, proxy }),
  });
};
