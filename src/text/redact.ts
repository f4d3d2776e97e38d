import { createHmac } from "node:crypto";

/** Hides account ids and addresses behind aliases that stay the same from run to run. */
export interface Redactor {
  readonly text: (text: string) => string;
  /** Another hash of the same length: one over a hidden value could be guessed by trying all account ids. */
  readonly hash: (hex: string) => string;
}

/**
 * Aliases are keyed (HMAC-SHA256), not plain hashes: there are only 10^12 account ids, which a plain hash gives away
 * in minutes; and not numbered, for a new account would rename all that come after it. Whoever has the key can name
 * the account again.
 */
export const redactor = (key: string): Redactor => {
  const digest = (text: string): string => createHmac("sha256", key).update(text).digest("hex");
  const account = (id: string): string => `account-${digest(id).slice(0, 10)}`;
  const local = (part: string): string => `address-${digest(part.toLowerCase()).slice(0, 10)}`;
  return {
    text: (text) => withoutAccounts(withoutAddresses(text, local), account),
    hash: (hex) => digest(hex).slice(0, hex.length),
  };
};

const withoutAccounts = (text: string, alias: (id: string) => string): string =>
  text.replaceAll(/(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g, alias);

/** Longest local part of an address (RFC 5321, 4.5.3.1.1); bounds the look back from each @. */
const LOCAL_PART = 64;
const LOCAL_CHARACTER = /[^\s"'<>()[\]{},;:/\\@|=\u27e8\u27e9]/u;
const DOMAIN_CHARACTER = /[\p{L}\p{N}]/u;

/** The part before an @ that a domain follows; the domain stays, for domains are identities that are shown. */
const withoutAddresses = (text: string, alias: (part: string) => string): string => {
  const pieces: string[] = [];
  let done = 0;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > done && at - start < LOCAL_PART && LOCAL_CHARACTER.test(text.charAt(start - 1)))
      start -= 1;
    if (start === at || !DOMAIN_CHARACTER.test(text.charAt(at + 1))) continue;
    pieces.push(text.slice(done, start), alias(text.slice(start, at)));
    done = at;
  }
  return [...pieces, text.slice(done)].join("");
};
