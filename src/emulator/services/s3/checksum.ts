import { createHash } from "node:crypto";
import type { HttpRequest } from "../../protocol/http.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Bucket } from "../../world.ts";

export const md5 = (bytes: Buffer | string): string => createHash("md5").update(bytes).digest("hex");

/** Holds a body against its Content-MD5, without which no bucket with locked objects takes it; throws S3's refusal. */
export const checked = ({ headers, body }: HttpRequest, { locked = false }: Bucket): void => {
  const told = headers["content-md5"];
  if (told === undefined && locked)
    throw refusal(
      "InvalidRequest",
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
      400,
    );
  if (told !== undefined && Buffer.from(told, "base64").toString("hex") !== md5(body))
    throw refusal("BadDigest", "The Content-MD5 you specified did not match what we received.", 400);
};
