import { join } from "node:path";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { KINDS } from "../../src/services/index.ts";
import { analyzeSource } from "../../src/sources/tree/analyze-source.ts";

export const FIXTURES: string = join(import.meta.dirname, "../fixtures/iac");

async function* nothing(): AsyncIterable<string> {
  // Standard input that ends at once.
}

async function* text(given: string): AsyncIterable<string> {
  yield given;
}

/** Everything that analysing the paths yields; `stdin` is what `-` reads. */
export const analyze = async (
  paths: readonly string[],
  { cwd = process.cwd(), stdin }: { readonly cwd?: string; readonly stdin?: string } = {},
): Promise<readonly SnapshotRecord[]> => {
  const source = analyzeSource(paths, {
    cwd,
    kinds: KINDS,
    stdin: stdin === undefined ? nothing() : text(stdin),
  });
  const records: SnapshotRecord[] = [];
  for await (const record of source.read(new AbortController().signal)) records.push(record);
  return records;
};
