import type { ScopeId } from "../model/scope.ts";

/** Whether a text can be the key of an object: it stays below its folder, whatever the store. */
export const isKey = (key: string): boolean =>
  /^[A-Za-z0-9._=-]+(?:\/[A-Za-z0-9._=-]+)*$/.test(key) &&
  key.split("/").every((part) => part !== "." && part !== "..");

/** Whether a text can name a run: it becomes a part of keys, and of a summary that has to stay below 1 KB. */
export const isRunId = (run: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_=-]{0,63}$/.test(run);

export const planKey = (run: string): string => `runs/${run}/plan.json`;

export const manifestKey = (run: string): string => `runs/${run}/manifest.json`;

/** A list's key names its bytes, so that two attempts to write it cannot spoil each other's. */
export const listKey = (run: string, list: "shards" | "settled" | "parts", sha256: string): string =>
  `runs/${run}/${list}-${sha256.slice(0, 16)}.jsonl`;

/** Deterministic, so that a retry writes to the same place. */
export const partKey = (run: string, scope: ScopeId, part: number): string =>
  `runs/${run}/${scope}/${String(part).padStart(4, "0")}.jsonl`;

export const reportKey = (run: string, file: string): string => `runs/${run}/reports/${file}`;
