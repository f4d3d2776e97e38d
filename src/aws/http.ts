import { NodeHttpHandler } from "@smithy/node-http-handler";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import { setMaxListeners } from "node:events";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { getProxyForUrl } from "proxy-from-env";

/** Shared by every client: sockets are kept, and the SDK's own limit of 50 would be the bottleneck. */
const SOCKETS = 256;
/** Milliseconds. */
const CONNECT_WITHIN = 5_000;
const ANSWER_WITHIN = 20_000;

type Request = Parameters<NodeHttpHandler["handle"]>[0];
type HandlerOptions = Parameters<NodeHttpHandler["handle"]>[1];

export interface SharedHttp {
  /** For each client's `requestHandler`. */
  readonly handler: Pick<
    NodeHttpHandler,
    "handle" | "destroy" | "metadata" | "updateHttpClientConfig" | "httpHandlerConfigs"
  >;
  close(): void;
}

/** The sockets of all clients: through HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY names the host. `signal` cuts every call. */
export const sharedHttp = (signal?: AbortSignal): SharedHttp => {
  // Each call listens while it lasts; from 11 on Node takes that for a leak, and says so on stderr.
  if (signal !== undefined) setMaxListeners(SOCKETS, signal);
  const byProxy = new Map<string, NodeHttpHandler>();
  const through = (proxy: string): NodeHttpHandler => {
    const known = byProxy.get(proxy);
    if (known !== undefined) return known;
    const made = handlerFor(proxy);
    byProxy.set(proxy, made);
    return made;
  };
  return {
    handler: {
      metadata: { handlerProtocol: "http/1.1" },
      handle: (request: Request, options?: HandlerOptions) =>
        through(proxyOf(request)).handle(
          request,
          signal === undefined ? options : { ...options, abortSignal: signal },
        ),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      // A client that is done destroys its handler, and would cut the calls of all others.
      destroy: () => undefined,
    },
    close: () => {
      for (const handler of byProxy.values()) handler.destroy();
    },
  };
};

const proxyOf = ({ protocol, hostname, port }: Request): string =>
  getProxyForUrl(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}/`);

const handlerFor = (proxy: string): NodeHttpHandler => {
  const pool = { keepAlive: true, maxSockets: SOCKETS };
  return new NodeHttpHandler({
    connectionTimeout: CONNECT_WITHIN,
    requestTimeout: ANSWER_WITHIN,
    httpAgent: proxy === "" ? new HttpAgent(pool) : new HttpProxyAgent({ ...pool, proxy }),
    httpsAgent: proxy === "" ? new HttpsAgent(pool) : new HttpsProxyAgent({ ...pool, proxy }),
  });
};
