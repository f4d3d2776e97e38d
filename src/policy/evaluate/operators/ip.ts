/** An address as its bits. */
export interface Address {
  readonly version: 4 | 6;
  readonly bits: bigint;
}

/** Reads an IPv4 or IPv6 address; null where the text is neither. */
export const address = (text: string): Address | null => (text.includes(":") ? v6(text) : v4(text));

const v4 = (text: string): Address | null => {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d*)$/.test(part) && Number(part) <= 255))
    return null;
  return { version: 4, bits: parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n) };
};

const v6 = (text: string): Address | null => {
  const halves = inGroups(text).split("::");
  const [head, tail] = [groups(halves[0] ?? ""), groups(halves[1] ?? "")];
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const all = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { version: 6, bits: all.reduce((bits, group) => bits * 65536n + BigInt(`0x${group}`), 0n) };
};

/** The last four octets may be written as those of IPv4 (RFC 4291, 2.2). */
const inGroups = (text: string): string => {
  const last = text.slice(text.lastIndexOf(":") + 1);
  const octets = v4(last);
  if (octets === null) return text;
  const hex = octets.bits.toString(16).padStart(8, "0");
  return `${text.slice(0, -last.length)}${hex.slice(0, 4)}:${hex.slice(4)}`;
};

const groups = (text: string): readonly string[] => (text === "" ? [] : text.split(":"));

/** Whether an address lies in a CIDR block, or equals a bare address. */
export const inBlock = (block: string, given: string): boolean => {
  const [base, length] = block.split("/");
  const [network, host] = [address(base ?? ""), address(given)];
  if (network === null || host === null || network.version !== host.version) return false;
  const width = network.version === 4 ? 32 : 128;
  if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= width)) return false;
  const free = BigInt(width - Number(length ?? width));
  return network.bits >> free === host.bits >> free;
};
