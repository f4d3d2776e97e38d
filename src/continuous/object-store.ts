/** Where the objects of a run lie: a bucket, or a folder. Keys are paths with forward slashes. */
export interface ObjectStore {
  /** For messages: `s3://bucket/prefix`, or the folder's path. */
  readonly name: string;
  /** Null where there is no such object. */
  get(key: string): Promise<StoredObject | null>;
  /**
   * Writes an object whole or not at all, in place of one of the same key.
   *
   * @returns false where the condition does not hold; then nothing is written
   */
  put(key: string, bytes: Uint8Array, condition?: PutCondition): Promise<boolean>;
  /** Begins an object of any size; nothing stands at the key, or what stood there before, until `finish`. */
  write(key: string): Promise<ObjectWriter>;
}

/** An object while it is written, in bounded memory. */
export interface ObjectWriter {
  append(bytes: Uint8Array): Promise<void>;
  /** Puts the object in its place. */
  finish(): Promise<void>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
}

export interface StoredObject {
  /** Another one after each write. */
  readonly etag: string;
  /** May be read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Nothing may stand at the key; or the object with this etag has to. */
export type PutCondition = { readonly ifAbsent: true } | { readonly ifMatch: string };

/** All of an object's bytes. */
export const bytesOf = async ({ bytes }: StoredObject): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
};
