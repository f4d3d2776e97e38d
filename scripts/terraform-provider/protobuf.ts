/** The part of the protobuf encoding that Terraform's plugin protocol needs: varints and byte strings, by field number. */

export type Field = readonly [number: number, value: Buffer | string | number | boolean];

export const message = (...fields: readonly (Field | null)[]): Buffer =>
  Buffer.concat(fields.filter((field) => field !== null).map(encoded));

const encoded = ([number, value]: Field): Buffer => {
  if (typeof value === "number" || typeof value === "boolean")
    return Buffer.concat([varint(number << 3), varint(Number(value))]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let left = value;
  do {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>>= 7;
  } while (left > 0);
  return Buffer.from(bytes);
};

/** The byte strings of a message by field number, the last of each; varints are passed over. */
export const fieldsOf = (bytes: Buffer): ReadonlyMap<number, Buffer> => {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = next();
    if ((tag & 7) === 0) next();
    else if ((tag & 7) === 2) {
      const length = next();
      fields.set(tag >>> 3, bytes.subarray(at, at + length));
      at += length;
    } else throw new Error(`wire type ${tag & 7}`);
  }
  return fields;
};
