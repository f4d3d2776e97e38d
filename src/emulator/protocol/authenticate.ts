import { commonRefusal, type Dialect } from "./refusal.ts";
import type { HttpRequest } from "./http.ts";
import { isSignedWith, parseSignature, type Signature } from "./signature.ts";
import type { AccessKey, World } from "../world.ts";

/** How far a request's date may be from the real time (API references: "more than 15 minutes"). */
const SKEW_MS = 15 * 60_000;

/** The signature of a request, or the refusal that AWS gives one that has none or a broken one. */
export const signatureOf = (request: HttpRequest, dialect: Dialect): Signature => {
  const header = request.headers["authorization"];
  if (header === undefined) throw commonRefusal(dialect, "unsigned");
  const signature = parseSignature(header);
  if (signature === null || request.headers["x-amz-date"] === undefined)
    throw commonRefusal(dialect, "malformed");
  return signature;
};

/**
 * Whose key signed the request.
 *
 * `now` is the world's time, by which sessions end; the date in the signature is held against the real one.
 */
export const authenticate = (
  request: HttpRequest,
  signature: Signature,
  world: World,
  dialect: Dialect,
  now: number,
): AccessKey => {
  const key = world.keys.get(signature.accessKeyId) ?? keyByName(world, signature.accessKeyId);
  if (key === null || request.headers["x-amz-security-token"] !== key.session?.token)
    throw commonRefusal(dialect, "unknownKey");
  if (key.session !== undefined && key.session.expiresAt <= now) throw commonRefusal(dialect, "expired");
  if (key.secret !== null && !isSignedWith(key.secret, signature, request))
    throw commonRefusal(dialect, "wrongSignature");
  const skew = Math.abs(Date.now() - signedAt(request.headers["x-amz-date"] ?? ""));
  if (!(skew <= SKEW_MS))
    throw commonRefusal(
      dialect,
      "wrongSignature",
      `Signature expired: ${request.headers["x-amz-date"] ?? ""}`,
    );
  return key;
};

/** Any key named `AKIA…<account id>` belongs to that account, whatever its secret: for users of other tools. */
const keyByName = (world: World, id: string): AccessKey | null => {
  const account = /^AKIA[A-Z0-9]*?(\d{12})$/.exec(id)?.[1];
  if (account === undefined || !world.accounts.has(account)) return null;
  return { id, secret: null, account, arn: `arn:aws:iam::${account}:root`, userId: account };
};

/** `20261124T151500Z` as milliseconds; NaN where it is no date. */
const signedAt = (stamp: string): number =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
