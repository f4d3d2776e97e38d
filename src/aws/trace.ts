import { AsyncLocalStorage } from "node:async_hooks";
import type { NodeHttpHandler } from "@smithy/node-http-handler";

type Request = Parameters<NodeHttpHandler["handle"]>[0];
type Response = Awaited<ReturnType<NodeHttpHandler["handle"]>>["response"];

/** One attempt of one call, as far as it may stand in a log: no header, no body, no key. */
export interface Attempt {
  readonly operation: string;
  /** `aws/<account>/<region>/<service>`; `-` where it is not known. */
  readonly scope: string;
  /** From 1 on. */
  readonly attempt: number;
  /** The HTTP status, or the name of what went wrong. */
  readonly outcome: string;
  readonly requestId: string | null;
  readonly milliseconds: number;
}

const places = new AsyncLocalStorage<{ readonly account: string }>();

/** Carries out a call whose attempts are told with its account. */
export const inPlace = <T>(place: { readonly account: string }, send: () => Promise<T>): Promise<T> =>
  places.run(place, send);

const REQUEST_IDS = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];

/** What a log says of a request and how it ended. */
export const attemptOf = (request: Request, ended: Response | Error, milliseconds: number): Attempt => {
  const [, region = "-", service = "-"] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers["authorization"] ?? "") ?? [];
  const headers = ended instanceof Error ? {} : ended.headers;
  const requestId = REQUEST_IDS.map((name) => headers[name]).find((id) => id !== undefined);
  return {
    operation: operationOf(request),
    scope: `aws/${places.getStore()?.account ?? "-"}/${region}/${service}`,
    attempt: Number(/attempt=(\d+)/.exec(request.headers["amz-sdk-request"] ?? "")?.[1] ?? 1),
    outcome: ended instanceof Error ? ended.name : String(ended.statusCode),
    requestId: requestId ?? null,
    milliseconds: Math.round(milliseconds),
  };
};

/** The Action of a query protocol's form, the target of a JSON one, else the path. */
const operationOf = ({ body, headers, method, path }: Request): string =>
  (typeof body === "string" ? /(?:^|&)Action=(\w+)/.exec(body)?.[1] : undefined) ??
  headers["x-amz-target"]?.split(".").at(-1) ??
  `${method} ${path}`;
