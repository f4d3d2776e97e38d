import { inflateRawSync } from "node:zlib";

/** The end of a ZIP file's directory, the head of an entry in it, and the head of an entry itself. Source: PKWARE, APPNOTE 6.3.10. */
const END = Buffer.from("PK\u0005\u0006", "latin1");
const LISTED = "PK\u0001\u0002";
const ENTRY = "PK\u0003\u0004";
/** Bytes of a head before its name. */
const BEFORE_NAME = 30;
const LISTED_BEFORE_NAME = 46;
/** Bytes that one entry may come to. */
const LARGEST = 50_000_000;
const DEFLATED = 8;

export const BINARY_PLAN =
  "it is a binary plan of Terraform or OpenTofu, which is read from what `terraform show -json FILE` prints";

/** Whether bytes begin as `terraform plan -out` writes them: a ZIP file whose first entry is the plan. */
export const isBinaryPlan = (bytes: Buffer): boolean =>
  bytes.toString("latin1", 0, 4) === ENTRY &&
  bytes.toString("latin1", BEFORE_NAME, BEFORE_NAME + 6) === "tfplan";

/** Whether a binary plan, or the configuration and the state in it, names what the pattern tells; true where it cannot be unpacked. */
export const planNames = (bytes: Buffer, pattern: RegExp): boolean => {
  try {
    return entriesOf(bytes).some((entry) => pattern.test(entry.toString("latin1")));
  } catch {
    return true;
  }
};

/** @throws where the file is cut off, an entry is too large, or is packed otherwise. */
const entriesOf = (bytes: Buffer): readonly Buffer[] => {
  const end = bytes.lastIndexOf(END);
  if (end < 0) throw new Error("no directory");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: Buffer[] = [];
  for (let number = 0; number < count; number += 1) {
    if (bytes.toString("latin1", at, at + 4) !== LISTED) throw new Error("no entry");
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const head = bytes.readUInt32LE(at + 42);
    const from = head + BEFORE_NAME + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    const packed = bytes.subarray(from, from + size);
    entries.push(method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: LARGEST }) : packed);
    at +=
      LISTED_BEFORE_NAME +
      bytes.readUInt16LE(at + 28) +
      bytes.readUInt16LE(at + 30) +
      bytes.readUInt16LE(at + 32);
  }
  return entries;
};
