import type { Checksum } from "@smithy/types";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

/** SHA-256 in the form that the signer takes. */
export class Sha256 implements Checksum {
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
