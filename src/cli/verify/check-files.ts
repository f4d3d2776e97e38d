import { join } from "node:path";
import { readSums, SUMS_FILE } from "../../exporters/bundle/sums.ts";
import { SIGNATURE_FILE } from "../../exporters/bundle/signature.ts";
import { problem } from "../../model/problem.ts";
import { entriesOf, readPlain, sha256Of } from "./folder.ts";

export interface FileCheck {
  readonly listed: number;
  /** A sentence for each file that is not as the list says. */
  readonly wrong: readonly string[];
  /** The list as it was read: what a signature is over. */
  readonly sums: Buffer;
}

const LONGEST_LIST = 4_000_000;

/** Compares a folder with its list of hashes, both ways. @throws an input problem where there is no list that could be read. */
export const checkFiles = async (folder: string): Promise<FileCheck> => {
  const entries = entriesOf(folder);
  const sums = await readPlain(join(folder, SUMS_FILE), LONGEST_LIST);
  const listed = readSums(sums.toString("utf8"));
  if ("wrong" in listed)
    throw problem({
      what: `the list cannot be trusted: ${listed.wrong}`,
      where: `${SUMS_FILE}:${listed.line}`,
      todo: "Get the bundle as it was written.",
      kind: "input",
    });
  const kinds = new Map(entries.map(({ name, kind }) => [name, kind]));
  const wrong: string[] = [];
  for (const { name, sha256 } of listed) {
    const kind = kinds.get(name);
    if (kind === undefined) wrong.push(`${name} is missing`);
    else if (kind !== "file") wrong.push(`${name} is not a plain file`);
    else if ((await sha256Of(join(folder, name))) !== sha256) wrong.push(`${name} was changed`);
  }
  const known = new Set([...listed.map(({ name }) => name), SUMS_FILE, SIGNATURE_FILE]);
  for (const { name } of entries) if (!known.has(name)) wrong.push(`${name} is not in the list`);
  return { listed: listed.length, wrong, sums };
};
