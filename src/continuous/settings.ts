import { createHash } from "node:crypto";
import type { AssessOptions } from "../assess/assess.ts";
import { parametersOf, readKinds, TOOL, type LiveOptions } from "../reading.ts";

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

/** The hash of what a reading depends on, secrets left out: the tool, the kinds that it reads, and what it was told. */
export const settingsOf = (options: LiveOptions, judging: Pick<AssessOptions, "kinds" | "rules">): string => {
  const kinds = readKinds(judging).map(({ kind }) => kind);
  return sha256(JSON.stringify({ tool: TOOL, kinds, parameters: parametersOf(options) }));
};
