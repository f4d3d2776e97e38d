import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isResourceRecord, type ResourceRecord, type ScopeRecord } from "../../src/model/snapshot.ts";
import { analyze } from "./analyze.ts";

/** What analysing a folder of these files yields: its identities and its closing line. */
export const analyzeFiles = async (
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ readonly identities: readonly ResourceRecord[]; readonly scope: ScopeRecord }> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "files-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const records = await analyze(["."], { cwd: folder });
    const scope = records.at(-1);
    if (scope?.kind !== "scope") throw new Error("the last record is no scope");
    return { identities: records.filter(isResourceRecord), scope };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
