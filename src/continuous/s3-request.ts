import { createHash } from "node:crypto";
import { signedSender, type SignedAnswer, type SignedRequest } from "../aws/signed.ts";
import type { AwsAccess } from "../model/kind.ts";

/** One request about one object. */
interface S3Request extends Pick<SignedRequest, "method" | "query" | "headers" | "body"> {
  readonly key: string;
}

export type S3Answer = SignedAnswer;

/** Sends requests about the objects of one bucket, signed, until one is answered. */
export type SendS3 = (request: S3Request) => Promise<S3Answer>;

/**
 * A store needs GetObject, PutObject and those of a multipart upload: they are sent without a client for all of S3.
 *
 * @param largestAnswer in bytes
 */
export const s3Sender = (bucket: string, access: AwsAccess, largestAnswer: number): SendS3 => {
  const { endpoint, isOwnEndpoint, send } = signedSender(access, {
    name: "s3",
    escapesPath: false,
    largestAnswer,
    isPassing,
  });
  const { origin, path } = placeOf(bucket, endpoint, isOwnEndpoint);
  return ({ method, key, query, headers, body }) =>
    send({
      method,
      origin,
      path: `${path}/${key.split("/").map(encodeURIComponent).join("/")}`,
      ...(query === undefined ? {} : { query }),
      headers: {
        ...headers,
        // A bucket whose objects are locked takes no bytes without their checksum.
        ...(method === "PUT" && body !== undefined ? { "content-md5": md5(body) } : {}),
        // A bucket of the same name in somebody else's account is refused.
        "x-amz-expected-bucket-owner": access.account,
      },
      ...(body === undefined ? {} : { body }),
    });
};

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("base64");

/** Throttled, or failed inside of S3; a conditional write that met another one is to be sent again (409). */
const isPassing = ({ status }: S3Answer): boolean => status >= 500 || status === 429 || status === 409;

/** Names with a dot have no certificate as a host; an endpoint of one's own may know no hosts of buckets. */
const placeOf = (
  bucket: string,
  endpoint: URL,
  isOwnEndpoint: boolean,
): { readonly origin: URL; readonly path: string } =>
  isOwnEndpoint || bucket.includes(".")
    ? { origin: endpoint, path: `/${bucket}` }
    : { origin: new URL(`${endpoint.protocol}//${bucket}.${endpoint.host}`), path: "" };
