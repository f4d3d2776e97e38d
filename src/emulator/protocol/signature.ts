import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { HttpRequest } from "./http.ts";

/** What an `Authorization: AWS4-HMAC-SHA256 …` header says. */
export interface Signature {
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Takes the header apart; null where it is not Signature Version 4. */
export const parseSignature = (header: string): Signature | null => {
  const match =
    /^AWS4-HMAC-SHA256 +Credential=([^,/]+)\/(\d{8})\/([^,/]+)\/([^,/]+)\/aws4_request, *SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return null;
  const [, accessKeyId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] =
    match;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
};

/** Whether the request was signed with this secret (Signature Version 4, path encoded twice, but for S3). */
export const isSignedWith = (secret: string, signature: Signature, request: HttpRequest): boolean => {
  const scope = `${signature.date}/${signature.region}/${signature.service}/aws4_request`;
  const toSign = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"] ?? "",
    scope,
    sha256(canonicalRequest(signature, request)),
  ].join("\n");
  const key = [signature.date, signature.region, signature.service, "aws4_request"].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${secret}`,
  );
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature.signature, "hex"));
};

const canonicalRequest = (
  { service, signedHeaders }: Pick<Signature, "service" | "signedHeaders">,
  request: HttpRequest,
): string =>
  [
    request.method,
    service === "s3" ? request.path : request.path.split("/").map(encode).join("/"),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");

const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((left, right) => (left < right ? -1 : 1))
    .join("&");

/** Percent-encodes all but RFC 3986's unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
