import type { HttpReply, HttpRequest } from "../../protocol/http.ts";
import { refusal, type Refusal } from "../../protocol/refusal.ts";
import type { Context, Service } from "../../protocol/service.ts";
import { element, textElement } from "../../protocol/xml.ts";
import type { Bucket } from "../../world.ts";
import { checked, md5 } from "./checksum.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
  type ObjectRequest,
} from "./multipart.ts";

/**
 * Objects by path style addresses: GetObject with Range and If-Match, PutObject with If-None-Match and If-Match, and
 * multipart uploads. Content-MD5 is checked. Objects are UTF-8 text. A bucket answers its owner alone, in its region.
 */
export const S3: Service = {
  name: "s3",
  dialect: "query",
  regional: true,
  route: (request) => {
    const [, bucket = "", key = ""] = /^\/([^/]+)\/(.+)$/s.exec(request.path) ?? [];
    const query = new URLSearchParams(request.query);
    const operation = OPERATIONS[[request.method, ...new Set([...query.keys()].sort())].join(" ")];
    if (operation === undefined || key === "")
      throw refusal(
        "NotImplemented",
        `This emulator has GetObject, PutObject and multipart uploads of s3, and not ${request.method} ${request.path}.`,
        501,
      );
    return {
      operation: operation.name,
      subjects: [decodeURIComponent(key)],
      answer: (context) =>
        operation.answer({
          request,
          bucket: bucketOf(bucket, request, context),
          key: decodeURIComponent(key),
          query,
          unique: () => context.unique(),
        }),
    };
  },
  refuse: (error, requestId) => {
    const { code, status, message } = asOfS3(error);
    return {
      status,
      headers: { "content-type": "application/xml", "x-amz-request-id": requestId },
      body: element(
        "Error",
        textElement("Code", code),
        textElement("Message", message),
        textElement("RequestId", requestId),
      ),
    };
  },
};

/** S3 has its own names for what other services call otherwise (its "Error responses"). */
const asOfS3 = (error: Refusal): Pick<Refusal, "code" | "status" | "message"> =>
  error.code === "Throttling"
    ? { code: "SlowDown", status: 503, message: "Please reduce your request rate." }
    : error;

const bucketOf = (name: string, { headers }: HttpRequest, { world, caller, regionName }: Context): Bucket => {
  const bucket = world.buckets.get(name);
  if (bucket === undefined) throw refusal("NoSuchBucket", "The specified bucket does not exist", 404);
  const owner = headers["x-amz-expected-bucket-owner"] ?? bucket.owner;
  if (bucket.owner !== caller.account || owner !== bucket.owner)
    throw refusal("AccessDenied", "Access Denied", 403);
  if (bucket.region !== regionName)
    throw refusal(
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint.",
      301,
    );
  return bucket;
};

const etagOf = ({ etags }: Bucket, key: string, text: string): string => etags?.get(key) ?? `"${md5(text)}"`;

const getObject = ({ request: { headers }, bucket, key }: ObjectRequest): HttpReply => {
  const text = bucket.objects.get(key);
  if (text === undefined) throw refusal("NoSuchKey", "The specified key does not exist.", 404);
  const etag = etagOf(bucket, key, text);
  const match = headers["if-match"];
  if (match !== undefined && match !== etag) throw preconditionFailed();
  const bytes = Buffer.from(text);
  const common = { "content-type": "application/octet-stream", etag };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers["range"] ?? "") ?? [];
  if (from === undefined || to === undefined) return { status: 200, headers: common, body: text };
  if (Number(from) >= bytes.length)
    throw refusal("InvalidRange", "The requested range is not satisfiable", 416);
  const last = Math.min(Number(to), bytes.length - 1);
  const piece = bytes.subarray(Number(from), last + 1);
  return {
    status: 206,
    headers: { ...common, "content-range": `bytes ${from}-${last}/${bytes.length}` },
    body: asText(piece),
  };
};

const putObject = ({ request, bucket, key }: ObjectRequest): HttpReply => {
  const { headers, body } = request;
  checked(request, bucket);
  const known = bucket.objects.get(key);
  const match = headers["if-match"];
  if (headers["if-none-match"] === "*" && known !== undefined) throw preconditionFailed();
  if (match !== undefined && known === undefined)
    throw refusal("NoSuchKey", "The specified key does not exist.", 404);
  if (match !== undefined && known !== undefined && etagOf(bucket, key, known) !== match)
    throw preconditionFailed();
  const text = asText(body);
  bucket.objects.set(key, text);
  bucket.etags?.delete(key);
  return { status: 200, headers: { etag: etagOf(bucket, key, text) }, body: "" };
};

/** The replies of this emulator are text; bytes that are not would come back changed. */
const asText = (bytes: Buffer): string => {
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text;
  throw refusal("NotImplemented", "This emulator keeps text alone, and cuts it between letters.", 501);
};

const preconditionFailed = (): Refusal =>
  refusal("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);

const OPERATIONS: Readonly<
  Record<
    string,
    {
      readonly name: string;
      readonly answer: (about: ObjectRequest) => HttpReply;
    }
  >
> = {
  GET: { name: "GetObject", answer: getObject },
  PUT: { name: "PutObject", answer: putObject },
  "POST uploads": { name: "CreateMultipartUpload", answer: createMultipartUpload },
  "PUT partNumber uploadId": { name: "UploadPart", answer: uploadPart },
  "POST uploadId": {
    name: "CompleteMultipartUpload",
    answer: (about) =>
      completeMultipartUpload(about, (bytes, etag) => {
        about.bucket.objects.set(about.key, asText(bytes));
        about.bucket.etags ??= new Map();
        about.bucket.etags.set(about.key, etag);
      }),
  },
  "DELETE uploadId": { name: "AbortMultipartUpload", answer: abortMultipartUpload },
};
