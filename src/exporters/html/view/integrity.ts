import type { WrittenFile } from "../../../model/exporter.ts";
import type { Collected } from "../collect.ts";
import { TEMPLATES_SHA256 } from "../precompiled.ts";

export interface IntegrityView {
  readonly files: readonly WrittenFile[];
  readonly snapshotSha256: string;
  readonly templatesSha256: string;
  readonly configuration: { readonly name: string; readonly sha256: string } | null;
  readonly tool: string;
  readonly tables: readonly { readonly name: string; readonly date: string }[];
  readonly rules: readonly { readonly id: string; readonly version: string }[];
  readonly now: string;
}

export const integrityView = (
  { head: { run, rules }, summary }: Collected,
  files: readonly WrittenFile[],
): IntegrityView => ({
  files,
  snapshotSha256: summary.snapshotSha256,
  templatesSha256: TEMPLATES_SHA256,
  configuration: run.configuration,
  tool: `${run.tool.name} ${run.tool.version}`,
  tables: Object.entries(run.tool.tables ?? {}).map(([name, date]) => ({ name, date })),
  rules: rules.map(({ id, version }) => ({ id, version })),
  now: run.now,
});
