import type { HttpRequest } from "@smithy/core/protocols";
import type {
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
  HttpResponse,
  RequestHandler,
} from "@smithy/types";
import { setTimeout as wait } from "node:timers/promises";
import type { AwsAccess } from "../model/kind.ts";
import { partitionOf } from "../model/scope.ts";
import { isObject } from "../text/is-object.ts";
import { Sha256 } from "./sha256.ts";

/** A service of which a few operations are called, for which a client of the SDK would be too much. */
export interface SignedService {
  /** As in the credential scope, and first in the host. */
  readonly name: string;
  /** False for S3, whose keys are escaped once. */
  readonly escapesPath: boolean;
  /** In bytes. */
  readonly largestAnswer: number;
  /** Whether the same request may be answered otherwise a little later. */
  readonly isPassing: (answer: SignedAnswer) => boolean;
}

/** Header names are in lower case; content-length and host follow from the rest. */
export interface SignedRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Where it goes, without path and query. */
  readonly origin: URL;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface SignedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface SignedSender {
  /** Where the service is; an endpoint of one's own where there is one. */
  readonly endpoint: URL;
  readonly isOwnEndpoint: boolean;
  /** Signs and sends until one request is answered; what failed on its way is sent again. */
  readonly send: (request: SignedRequest) => Promise<SignedAnswer>;
}

interface Signing {
  readonly HttpRequest: typeof HttpRequest;
  readonly sign: (request: HttpRequest) => Promise<unknown>;
}

const ATTEMPTS = 6;
/** Milliseconds before the second attempt; twice as long before each further one. */
const FIRST_PAUSE = 100;

export const signedSender = (access: AwsAccess, service: SignedService): SignedSender => {
  const config = configOf(access, service.largestAnswer);
  const signing = async (): Promise<Signing> => {
    // Whoever imports the library and calls none of these services does not load them.
    const [{ SignatureV4 }, protocols] = await Promise.all([
      import("@smithy/signature-v4"),
      import("@smithy/core/protocols"),
    ]);
    const signer = new SignatureV4({
      service: service.name,
      region: access.region,
      credentials: config.credentials,
      sha256: Sha256,
      uriEscapePath: service.escapesPath,
    });
    return { HttpRequest: protocols.HttpRequest, sign: (request) => signer.sign(request) };
  };
  let known: Promise<Signing> | null = null;
  const once = async (asked: SignedRequest): Promise<SignedAnswer> => {
    const { HttpRequest: Request, sign } = await (known ??= signing());
    const signed = await sign(new Request(partsOf(asked)));
    if (!Request.isInstance(signed)) throw new Error("what was signed is no request");
    const { response } = await config.requestHandler.handle(signed);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: await wholeBody(response.body),
    };
  };
  return {
    endpoint:
      config.endpoint ?? new URL(`https://${service.name}.${access.region}.${suffixOf(access.region)}`),
    isOwnEndpoint: config.endpoint !== null,
    send: async (request) => {
      for (let attempt = 1; ; attempt += 1) {
        access.signal.throwIfAborted();
        try {
          const answer = await once(request);
          if (!service.isPassing(answer) || attempt === ATTEMPTS) return answer;
        } catch (error) {
          if (access.signal.aborted || attempt === ATTEMPTS) throw error;
        }
        await wait(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, {
          signal: access.signal,
        });
      }
    },
  };
};

const partsOf = ({
  method,
  origin: { protocol, hostname, port, host },
  path,
  query,
  headers,
  body,
}: SignedRequest): ConstructorParameters<typeof HttpRequest>[0] => ({
  method,
  protocol,
  hostname,
  ...(port === "" ? {} : { port: Number(port) }),
  path,
  ...(query === undefined ? {} : { query }),
  headers: {
    ...headers,
    host,
    ...(body === undefined ? {} : { "content-length": String(body.length) }),
  },
  ...(body === undefined ? {} : { body }),
});

/** What is used of the settings that AwsAccess gives to a client of the SDK. */
interface Config {
  readonly credentials: AwsCredentialIdentityProvider | AwsCredentialIdentity;
  readonly requestHandler: Pick<RequestHandler<HttpRequest, HttpResponse>, "handle">;
  readonly endpoint: URL | null;
}

const configOf = (access: AwsAccess, largestAnswer: number): Config => {
  const { credentials, requestHandler, endpoint } = access.clientConfig(largestAnswer);
  if (!isCredentials(credentials) || !isRequestHandler(requestHandler))
    throw new Error("this access to AWS has no credentials, or nothing that sends");
  return {
    credentials,
    requestHandler,
    endpoint: typeof endpoint === "string" ? new URL(endpoint) : null,
  };
};

const isCredentials = (value: unknown): value is Config["credentials"] =>
  typeof value === "function" || (isObject(value) && typeof value["accessKeyId"] === "string");

const isRequestHandler = (value: unknown): value is Config["requestHandler"] =>
  isObject(value) && typeof value["handle"] === "function";

/** Source: the partitions of @aws-sdk/core 3.981 (2026-11). */
const suffixOf = (region: string): string => SUFFIXES[partitionOf(region)] ?? "amazonaws.com";

const SUFFIXES: Readonly<Record<string, string>> = {
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
};

const isIterable = (body: unknown): body is AsyncIterable<Uint8Array> =>
  isObject(body) && Symbol.asyncIterator in body;

const wholeBody = async (body: unknown): Promise<Buffer> => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  if (isIterable(body)) for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};
