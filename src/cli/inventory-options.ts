import type { Command } from "commander";
import { lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { READABLE, writeWhole } from "../files/whole-file.ts";
import type { Kind } from "../model/kind.ts";
import { problem } from "../model/problem.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { withInventory } from "../snapshot/inventory-stream.ts";
import type { Inventory } from "../snapshot/inventory.ts";
import { withIacPlaces } from "../sources/iac-places/with-iac-places.ts";
import { analyzeSource } from "../sources/tree/analyze-source.ts";
import { argumentOf } from "../sources/tree/repository.ts";
import { redactor, type Redactor } from "../text/redact.ts";
import type { Io } from "./io.ts";

export interface InventoryFlags {
  readonly inventory?: string;
  readonly iac?: string;
  readonly redact?: boolean;
}

/** The options of what is written to be committed or uploaded. */
export const addInventoryOptions = (command: Command): Command =>
  command
    .option("--inventory <dir>", "write what is live as sorted JSON files, and point findings into them")
    .option("--iac <dir>", "point live findings at the code in this folder that writes the very policy")
    .option(
      "--redact",
      "hide account ids and addresses in the inventory and in reports for people; key from POSTERN_REDACT_KEY",
    );

/** Fewer characters could be found by trying. */
const KEY_LENGTH = 16;

/** The aliases of this run; null where nothing is hidden. @throws a usage problem without a key. */
export const redactorOf = ({ redact }: InventoryFlags, { env }: Pick<Io, "env">): Redactor | null => {
  if (redact !== true) return null;
  const key = env["POSTERN_REDACT_KEY"] ?? "";
  if (key.length < KEY_LENGTH)
    throw problem({
      what: `--redact needs a key of at least ${KEY_LENGTH} characters`,
      todo: "Put one into POSTERN_REDACT_KEY and keep it: the aliases are the same only with the same key.",
      kind: "usage",
    });
  return redactor(key);
};

type Records = AsyncIterable<SnapshotRecord>;
type Step = (records: Records, kinds: readonly Kind[]) => Records;

/** The steps that add places to a snapshot while it passes: of the code that writes a policy, else of the inventory. */
export const placesStep = (flags: InventoryFlags, io: Io): Step => {
  const [code, inventory] = [codeStep(flags, io), inventoryStep(flags, io)];
  return (records, kinds) => inventory(code(records, kinds), kinds);
};

const codeStep = ({ iac }: InventoryFlags, { cwd, signal }: Io): Step => {
  if (iac === undefined) return (records) => records;
  return async function* (records, kinds) {
    const written: ResourceRecord[] = [];
    for await (const record of analyzeSource([iac], { cwd, kinds, stdin: nothing() }).read(signal))
      if (isResourceRecord(record)) written.push(record);
    yield* withIacPlaces(records, written, kinds);
  };
};

async function* nothing(): AsyncIterable<string> {
  yield await Promise.resolve("");
}

const inventoryStep = (flags: InventoryFlags, io: Io): Step => {
  if (flags.inventory === undefined) return (records) => records;
  const folder = resolve(io.cwd, flags.inventory);
  makeFolder(folder);
  const tree = argumentOf(folder, io.cwd)?.tree ?? ".";
  const show = redactorOf(flags, io)?.text;
  return (records) =>
    withInventory(records, {
      folder: tree === "." ? "" : tree,
      write: (file) => writeInventory(folder, file),
      ...(show === undefined ? {} : { show }),
    });
};

const writeInventory = async (
  folder: string,
  { name, text }: Pick<Inventory, "name" | "text">,
): Promise<void> => {
  refuseLinks(folder, name);
  await writeWhole(join(folder, name), text, READABLE);
};

/** A link inside a folder that a repository brings along could lead the output anywhere. */
const refuseLinks = (folder: string, name: string): void => {
  const steps = name.split("/").map((_, index, all) => join(folder, ...all.slice(0, index + 1)));
  const link = steps.find((step) => lstatSync(step, { throwIfNoEntry: false })?.isSymbolicLink() === true);
  if (link !== undefined)
    throw problem({
      what: "a symbolic link stands in the inventory's folder",
      where: link,
      todo: "Remove it or name another folder.",
      kind: "output",
    });
};
