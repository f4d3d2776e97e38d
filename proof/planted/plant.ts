import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Decide } from "../agreement/trial.ts";
import type { Mistake } from "./mistakes.ts";

const SOURCE = join(import.meta.dirname, "../../src");

/** What the decision is made of. */
const FOLDERS = ["policy", "model", "text"];

/** A copy of the decision with one mistake in it. `remove` takes the copy away. */
export interface Planted {
  readonly decide: Decide;
  remove(): void;
}

/** Copies the decision, changes the copy and loads it; throws where the text to change is not there exactly once. */
export const plant = async (mistake: Mistake): Promise<Planted> => {
  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    for (const name of FOLDERS) {
      mkdirSync(join(folder, "src", name), { recursive: true });
      cpSync(join(SOURCE, name), join(folder, "src", name), { recursive: true });
    }
    writeFileSync(join(folder, "src/policy", mistake.file), patched(mistake));
    const entry = pathToFileURL(join(folder, "src/policy/decide/decide.ts")).href;
    const { decideExposure } = (await import(entry)) as { decideExposure: Decide };
    return { decide: decideExposure, remove };
  } catch (error) {
    remove();
    throw error;
  }
};

/** The file with the mistake in it; throws where the text to change is not there exactly once. */
export const patched = ({ name, file, find, replace }: Mistake): string => {
  const parts = readFileSync(join(SOURCE, "policy", file), "utf8").split(find);
  if (parts.length !== 2)
    throw new Error(`"${name}": ${file} has its text ${parts.length - 1} times, not once; mend the patch`);
  return parts.join(replace);
};
