import type { AwsAccess } from "../model/kind.ts";
import { problem } from "../model/problem.ts";
import { isKey } from "./keys.ts";
import type { ObjectStore, PutCondition, StoredObject } from "./object-store.ts";
import { s3Writer } from "./s3-writer.ts";
import { codeOf, refused, unanswered } from "./s3-refusal.ts";
import { s3Sender, type SendS3 } from "./s3-request.ts";

export interface S3StoreOptions {
  readonly bucket: string;
  /** Before every key, without a slash at its end; none where absent. */
  readonly prefix?: string;
  /** To the bucket's own region, by credentials of the account that owns it. */
  readonly access: AwsAccess;
}

/** Bytes that are fetched at a time: an object of any size is read in bounded memory, and each piece is tried again by itself. */
const PIECE = 4 * 1024 * 1024;

/**
 * Objects in a bucket of S3. Conditions hold there in one step.
 *
 * `get`, `put` and `write` throw an output problem where S3 refuses, or does not answer.
 */
export const s3Store = ({ bucket, prefix = "", access }: S3StoreOptions): ObjectStore => {
  const send = s3Sender(bucket, access, PIECE + 1_000_000);
  const name = `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`;
  const keyOf = (key: string): string => {
    const whole = prefix === "" ? key : `${prefix}/${key}`;
    if (!isKey(whole)) throw new Error(`${JSON.stringify(whole)} is not the key of an object`);
    return whole;
  };
  return {
    name,
    get: (key) => found(send, keyOf(key), `${name}/${key}`),
    put: async (key, bytes, condition) => {
      const answer = await send({
        method: "PUT",
        key: keyOf(key),
        headers: { "content-type": "application/x-ndjson", ...headersOf(condition) },
        body: bytes,
      }).catch((error: unknown) => unanswered(`${name}/${key}`, error));
      // Whatever else answers 200, S3 names what it has stored.
      if (answer.status === 200 && answer.headers["etag"] !== undefined) return true;
      // Where the object of `ifMatch` is gone, S3 says that there is none.
      if (answer.status === 412 || (answer.status === 404 && codeOf(answer) === "NoSuchKey")) return false;
      return refused(`${name}/${key}`, answer);
    },
    write: (key) => Promise.resolve(s3Writer(send, keyOf(key), `${name}/${key}`)),
  };
};

const headersOf = (condition: PutCondition | undefined): Readonly<Record<string, string>> => {
  if (condition === undefined) return {};
  return "ifAbsent" in condition ? { "if-none-match": "*" } : { "if-match": condition.ifMatch };
};

/** A piece of an object: from a byte on, and how many there are in all. */
interface Piece {
  readonly bytes: Buffer;
  readonly total: number;
  readonly etag: string;
}

const found = async (send: SendS3, key: string, where: string): Promise<StoredObject | null> => {
  const first = await pieceOf(send, key, where, 0);
  if (first === null) return null;
  return {
    etag: first.etag,
    bytes: {
      async *[Symbol.asyncIterator]() {
        yield first.bytes;
        for (let at = first.bytes.length; at < first.total;) {
          const next = await pieceOf(send, key, where, at, first.etag);
          if (next === null || next.bytes.length === 0)
            throw problem({
              what: "the object was taken away, or written anew, while it was read",
              where,
              todo: "Check who else writes there, and run it again.",
              kind: "input",
            });
          yield next.bytes;
          at += next.bytes.length;
        }
      },
    },
  };
};

/** Null where there is no such object, or another than the one that was begun. */
const pieceOf = async (
  send: SendS3,
  key: string,
  where: string,
  at: number,
  etag?: string,
): Promise<Piece | null> => {
  const headers = {
    range: `bytes=${at}-${at + PIECE - 1}`,
    ...(etag === undefined ? {} : { "if-match": etag }),
  };
  const answer = await send({ method: "GET", key, headers }).catch((error: unknown) =>
    unanswered(where, error),
  );
  if ((answer.status === 404 && codeOf(answer) === "NoSuchKey") || answer.status === 412) return null;
  // An empty object has no first byte.
  if (answer.status === 416 && at === 0) return { bytes: Buffer.alloc(0), total: 0, etag: "" };
  const total = Number(/^bytes \d+-\d+\/(\d+)$/.exec(answer.headers["content-range"] ?? "")?.[1]);
  if (answer.status !== 206 || Number.isNaN(total)) return refused(where, answer);
  return { bytes: answer.body, total, etag: answer.headers["etag"] ?? "" };
};
