import type { ObjectWriter } from "./object-store.ts";
import { codeOf, refused, unanswered } from "./s3-refusal.ts";
import type { S3Answer, SendS3 } from "./s3-request.ts";

/** In bytes. S3 takes up to 10,000 parts of at least 5 MiB, the last one aside; so an object may have 80 GB. */
const PART = 8 * 1024 * 1024;

const HEADERS = { "content-type": "application/octet-stream" };

/** Writes an object part by part; a small one in a single request. Holds one part in memory. */
export const s3Writer = (sendS3: SendS3, key: string, where: string): ObjectWriter => {
  const send = (request: Omit<Parameters<SendS3>[0], "key">): Promise<S3Answer> =>
    sendS3({ ...request, key }).catch((error: unknown) => unanswered(where, error));
  const etags: string[] = [];
  let upload: string | null = null;
  let held: Uint8Array[] = [];
  let length = 0;
  const sendPart = async (): Promise<void> => {
    const body = Buffer.concat(held);
    held = [];
    length = 0;
    upload ??= await begun(send, where);
    const partNumber = String(etags.length + 1);
    const answer = await send({ method: "PUT", query: { partNumber, uploadId: upload }, body });
    etags.push(etagOf(answer, where));
  };
  return {
    append: async (bytes) => {
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + PART - length);
        held.push(piece);
        length += piece.length;
        at += piece.length;
        if (length === PART) await sendPart();
      }
    },
    finish: async () => {
      if (upload === null) {
        etagOf(await send({ method: "PUT", headers: HEADERS, body: Buffer.concat(held) }), where);
        return;
      }
      if (length > 0) await sendPart();
      const answer = await send({
        method: "POST",
        query: { uploadId: upload },
        headers: { "content-type": "application/xml" },
        body: Buffer.from(completion(etags)),
      });
      // A retry whose first attempt was done already finds no such upload.
      const isDone =
        answer.status === 404 && codeOf(answer) === "NoSuchUpload" && (await stands(send, etags));
      // S3 may answer 200 before it knows, and name an error in the body.
      if (!isDone && (answer.status !== 200 || !answer.body.includes("<CompleteMultipartUploadResult")))
        refused(where, answer);
      upload = null;
    },
    discard: async () => {
      held = [];
      length = 0;
      if (upload === null) return;
      await sendS3({ key, method: "DELETE", query: { uploadId: upload } }).catch(() => undefined);
      upload = null;
    },
  };
};

const begun = async (
  send: (request: Omit<Parameters<SendS3>[0], "key">) => Promise<S3Answer>,
  where: string,
): Promise<string> => {
  const answer = await send({ method: "POST", query: { uploads: "" }, headers: HEADERS });
  const id = /<UploadId>([^<]+)<\/UploadId>/.exec(answer.body.toString())?.[1];
  return answer.status === 200 && id !== undefined ? id : refused(where, answer);
};

/** Whatever else answers 200, S3 names what it has stored. */
const etagOf = (answer: S3Answer, where: string): string => {
  const { etag } = answer.headers;
  return answer.status === 200 && etag !== undefined ? etag : refused(where, answer);
};

const completion = (etags: readonly string[]): string =>
  `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${etags
    .map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
    .join("")}</CompleteMultipartUpload>`;

/** Whether the object of so many parts is there: its etag ends in their number. */
const stands = async (
  send: (request: Omit<Parameters<SendS3>[0], "key">) => Promise<S3Answer>,
  etags: readonly string[],
): Promise<boolean> => {
  const { status, headers } = await send({ method: "GET", headers: { range: "bytes=0-0" } });
  return status === 206 && headers["etag"]?.endsWith(`-${etags.length}"`) === true;
};
