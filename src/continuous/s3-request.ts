import type { HttpRequest } from "@smithy/core/protocols";
import type {
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
  Checksum,
  HttpResponse,
  RequestHandler,
} from "@smithy/types";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { AwsAccess } from "../model/kind.ts";
import { partitionOf } from "../model/scope.ts";
import { isObject } from "../text/is-object.ts";

/** One request about one object, and what came back; header names are in lower case. */
interface S3Request {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends requests about the objects of one bucket, signed, until one is answered. */
export type SendS3 = (request: S3Request) => Promise<S3Answer>;

/** What AwsAccess gives to a client of the SDK. */
interface Config {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider | AwsCredentialIdentity;
  readonly requestHandler: RequestHandler<HttpRequest, HttpResponse>;
  readonly endpoint?: string;
}

interface Signing {
  readonly HttpRequest: typeof HttpRequest;
  readonly sign: (request: HttpRequest) => Promise<object>;
}

const ATTEMPTS = 6;
/** Milliseconds before the second attempt; twice as long before each further one. */
const FIRST_PAUSE = 100;

/**
 * A store needs GetObject, PutObject and those of a multipart upload: they are sent without a client for all of S3.
 *
 * @param largestAnswer in bytes
 */
export const s3Sender = (bucket: string, access: AwsAccess, largestAnswer: number): SendS3 => {
  const config = access.clientConfig(largestAnswer) as unknown as Config;
  const signing = async (): Promise<Signing> => {
    // Whoever imports the library and keeps nothing in S3 does not load them.
    const [{ SignatureV4 }, protocols] = await Promise.all([
      import("@smithy/signature-v4"),
      import("@smithy/core/protocols"),
    ]);
    const signer = new SignatureV4({
      service: "s3",
      region: access.region,
      credentials: config.credentials,
      sha256: Sha256,
      uriEscapePath: false,
    });
    return { HttpRequest: protocols.HttpRequest, sign: (request) => signer.sign(request) };
  };
  let known: Promise<Signing> | null = null;
  const once = async ({ method, key, query, headers = {}, body }: S3Request): Promise<S3Answer> => {
    const { protocol, hostname, port, path } = placeOf(bucket, access.region, config.endpoint);
    const { HttpRequest: Request, sign } = await (known ??= signing());
    const request = new Request({
      method,
      protocol,
      hostname,
      ...(port === "" ? {} : { port: Number(port) }),
      path: `${path}/${key.split("/").map(encodeURIComponent).join("/")}`,
      ...(query === undefined ? {} : { query }),
      headers: {
        ...headers,
        // A bucket whose objects are locked takes no bytes without their checksum.
        ...(method === "PUT" && body !== undefined ? { "content-md5": md5(body) } : {}),
        host: port === "" ? hostname : `${hostname}:${port}`,
        // A bucket of the same name in somebody else's account is refused.
        "x-amz-expected-bucket-owner": access.account,
        ...(body === undefined ? {} : { "content-length": String(body.length) }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const signed = (await sign(request)) as HttpRequest;
    const { response } = await config.requestHandler.handle(signed);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: await wholeBody(response.body),
    };
  };
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      access.signal.throwIfAborted();
      try {
        const answer = await once(request);
        if (!isPassing(answer) || attempt === ATTEMPTS) return answer;
      } catch (error) {
        if (access.signal.aborted || attempt === ATTEMPTS) throw error;
      }
      await wait(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, {
        signal: access.signal,
      });
    }
  };
};

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("base64");

/** Throttled, or failed inside of S3; a conditional write that met another one is to be sent again (409). */
const isPassing = ({ status }: S3Answer): boolean => status >= 500 || status === 429 || status === 409;

/** Names with a dot have no certificate as a host; an endpoint of one's own may know no hosts of buckets. */
const placeOf = (
  bucket: string,
  region: string,
  endpoint: string | undefined,
): { readonly protocol: string; readonly hostname: string; readonly port: string; readonly path: string } => {
  const { protocol, hostname, port } = new URL(endpoint ?? `https://s3.${region}.${suffixOf(region)}`);
  return endpoint === undefined && !bucket.includes(".")
    ? { protocol, hostname: `${bucket}.${hostname}`, port, path: "" }
    : { protocol, hostname, port, path: `/${bucket}` };
};

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

/** SHA-256 in the form that the signer takes. */
class Sha256 implements Checksum {
  readonly #secret: string | Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : bytesIn(secret);
    this.#hash = begun(this.#secret);
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesIn(chunk));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = begun(this.#secret);
  }
}

const begun = (secret: string | Uint8Array | undefined): Hash | Hmac =>
  secret === undefined ? createHash("sha256") : createHmac("sha256", secret);

const bytesIn = (data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array =>
  typeof data === "string"
    ? data
    : ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
