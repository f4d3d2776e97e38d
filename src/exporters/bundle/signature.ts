import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { problem } from "../../model/problem.ts";

export const SIGNATURE_FILE = "SHA256SUMS.sig";

export interface Signature {
  /** Base64 with a line feed: the content of SHA256SUMS.sig. */
  readonly text: string;
  /** `SHA256:` and the base64 hash of the public key, as ssh-keygen prints fingerprints. */
  readonly fingerprint: string;
}

/** Signs the list of hashes with Ed25519. `pem` is a private key in PKCS #8. @throws a problem where it is another. */
export const signSums = (sums: string, pem: string): Signature => {
  const key = readKey(() => createPrivateKey(pem), "private");
  return {
    text: `${sign(null, Buffer.from(sums), key).toString("base64")}\n`,
    fingerprint: fingerprintOf(createPublicKey(key)),
  };
};

export interface Checked {
  readonly good: boolean;
  readonly fingerprint: string;
}

/** Whether the signature is over this list and by this key (PEM, SPKI). @throws a problem where it is no Ed25519 key. */
export const checkSignature = (sums: Uint8Array, signature: string, pem: string): Checked => {
  const key = readKey(() => createPublicKey(pem), "public");
  return {
    good: isSignature(signature) && verify(null, sums, key, bytesOf(signature)),
    fingerprint: fingerprintOf(key),
  };
};

/** Of Ed25519, RFC 8032. */
const SIGNATURE_BYTES = 64;

const bytesOf = (signature: string): Buffer => Buffer.from(signature.trim(), "base64");

/** Whether a text can be a signature at all, by whichever key. */
export const isSignature = (text: string): boolean => bytesOf(text).length === SIGNATURE_BYTES;

const readKey = (read: () => KeyObject, part: "private" | "public"): KeyObject => {
  const key = attempted(read);
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw problem({
    what: `the ${part} key is not an Ed25519 key in PEM`,
    todo:
      part === "private"
        ? "Make one with: openssl genpkey -algorithm ed25519 -out key.pem"
        : "Print it with: openssl pkey -in key.pem -pubout -out public.pem",
    kind: "usage",
  });
};

const attempted = (read: () => KeyObject): KeyObject | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

const fingerprintOf = (key: KeyObject): string =>
  `SHA256:${createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("base64")
    .replace(/=+$/, "")}`;
