import { createHash } from "node:crypto";
import { visible, visibleLine } from "../../text/visible.ts";

/** Of all names made here; itself a version 5 UUID of the URL namespace and this project's address. */
const NAMESPACE = Buffer.from("b1a1c8f06a1f5d0c9d3a5b7e0c4f2e61", "hex");

/** A version 5 UUID (RFC 9562): the same for the same parts, on any machine. */
export const uuid = (...parts: readonly string[]): string => {
  const hash = createHash("sha1").update(NAMESPACE).update(JSON.stringify(parts)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
};

/** OSCAL takes no empty string, and none that begins or ends with a blank. */
export const oneLine = (text: string): string => visibleLine(text).trim() || "–";

/** Markup in which no sign means anything: prose goes through as text. */
export const prose = (text: string): string =>
  visible(text)
    .replaceAll(/[\\`*_[\]<>&]/g, String.raw`\$&`)
    .trim() || "–";

/** A date-time with a zone, as the schema wants it; `otherwise` where the text is none. */
export const dateTime = (text: string | null, otherwise: string): string => {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? otherwise : new Date(at).toISOString();
};

export interface Property {
  readonly name: string;
  readonly ns: string;
  readonly value: string;
  readonly remarks?: string;
}

/** Names are tokens of ours, in a namespace of ours. */
export const property = (name: string, value: string, remarks?: string): Property => ({
  name,
  ns: "https://github.com/postern-security/postern/ns/oscal",
  value: oneLine(value),
  ...(remarks === undefined ? {} : { remarks: prose(remarks) }),
});

/** `{ name: list }`, or nothing where the list is empty: OSCAL forbids empty arrays. */
export const some = <T>(name: string, list: readonly T[]): Readonly<Record<string, readonly T[]>> =>
  list.length === 0 ? {} : { [name]: list };
