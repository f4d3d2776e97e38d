import { createHash } from "node:crypto";

/** 32 hexadecimal digits over the parts; a part cannot run into the next. */
export const digest = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

/** Hands out `primaryLocationLineHash`, the only fingerprint that GitHub reads, in CodeQL's form. */
export interface LineHashes {
  /** Two results of one rule, file and hash would be one alert: the second gets `:2`. A file that is moved keeps its hashes. */
  of(rule: string, uri: string, fingerprint: string): string;
}

export const lineHashes = (): LineHashes => {
  const counts = new Map<string, number>();
  return {
    of(rule, uri, fingerprint) {
      const hash = fingerprint.slice(0, 16);
      const key = JSON.stringify([rule, uri, hash]);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return `${hash}:${count}`;
    },
  };
};
