import { createHash } from "node:crypto";
import type { HttpReply, HttpRequest } from "../../protocol/http.ts";
import { refusal } from "../../protocol/refusal.ts";
import { element, textElement } from "../../protocol/xml.ts";
import type { Bucket, Upload } from "../../world.ts";
import { checked, md5 } from "./checksum.ts";

/** In bytes; the last part may be smaller (S3 user guide, "Amazon S3 multipart upload limits"). */
const SMALLEST_PART = 5 * 1024 * 1024;

/** A request about an object, and what it works on. */
export interface ObjectRequest {
  readonly request: HttpRequest;
  readonly bucket: Bucket;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly unique: () => string;
}

const xml = (body: string): HttpReply => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body,
});

export const createMultipartUpload = ({ bucket, key, unique }: ObjectRequest): HttpReply => {
  const id = unique();
  bucket.uploads ??= new Map();
  bucket.uploads.set(id, { key, parts: new Map() });
  return xml(element("InitiateMultipartUploadResult", textElement("Key", key), textElement("UploadId", id)));
};

export const uploadPart = (about: ObjectRequest): HttpReply => {
  const { request, bucket, query } = about;
  const number = Number(query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw refusal("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", 400);
  checked(request, bucket);
  uploadOf(about).parts.set(number, request.body);
  return { status: 200, headers: { etag: `"${md5(request.body)}"` }, body: "" };
};

/** Joins the parts that the request names, by the rules that S3 has for their order, etags and sizes. */
export const completeMultipartUpload = (
  about: ObjectRequest,
  put: (bytes: Buffer, etag: string) => void,
): HttpReply => {
  const { request, bucket, key, query } = about;
  const { parts } = uploadOf(about);
  const named = [
    ...request.body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"([0-9a-f]+)"<\/ETag>/g),
  ].map(([, number = "", etag = ""]) => ({ number: Number(number), etag }));
  if (named.length === 0)
    throw refusal("MalformedXML", "The XML that you provided was not well formed.", 400);
  if (named.some(({ number }, index) => number <= (named[index - 1]?.number ?? 0)))
    throw refusal("InvalidPartOrder", "The list of parts was not in ascending order.", 400);
  const bytes = named.map(({ number, etag }) => {
    const part = parts.get(number);
    if (part === undefined || md5(part) !== etag)
      throw refusal("InvalidPart", "One or more of the specified parts could not be found.", 400);
    return part;
  });
  if (bytes.slice(0, -1).some(({ length }) => length < SMALLEST_PART))
    throw refusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400);
  bucket.uploads?.delete(query.get("uploadId") ?? "");
  const digests = Buffer.concat(named.map(({ etag }) => Buffer.from(etag, "hex")));
  const etag = `"${createHash("md5").update(digests).digest("hex")}-${named.length}"`;
  put(Buffer.concat(bytes), etag);
  return xml(element("CompleteMultipartUploadResult", textElement("Key", key), textElement("ETag", etag)));
};

export const abortMultipartUpload = (about: ObjectRequest): HttpReply => {
  uploadOf(about);
  about.bucket.uploads?.delete(about.query.get("uploadId") ?? "");
  return { status: 204, headers: {}, body: "" };
};

const uploadOf = ({ bucket, key, query }: ObjectRequest): Upload => {
  const upload = bucket.uploads?.get(query.get("uploadId") ?? "");
  if (upload?.key === key) return upload;
  throw refusal("NoSuchUpload", "The specified upload does not exist.", 404);
};
