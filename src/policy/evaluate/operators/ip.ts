/** An address as its bits. */
export interface Address {
  readonly version: 4 | 6;
  readonly bits: bigint;
}

/** Reads an IPv4 or IPv6 address; null where the text is neither. */
export const address = (text: string): Address | null => (text.includes(":") ? v6(text) : v4(text));

const v4 = (text: string): Address | null => {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return null;
  return { version: 4, bits: parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n) };
};

const v6 = (text: string): Address | null => {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = [groups(halves[0] ?? ""), groups(halves[1] ?? "")];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { version: 6, bits: all.reduce((bits, group) => bits * 65536n + BigInt(`0x${group}`), 0n) };
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
