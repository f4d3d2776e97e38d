import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Runs every file of this folder that exports `bench`, or the one that is named. */
const only = process.argv[2];
const files = readdirSync(import.meta.dirname)
  .filter((file) => /\.[jt]s$/.test(file) && !file.startsWith("run."))
  .filter((file) => only === undefined || file.startsWith(`${only}.`))
  .sort();

for (const file of files) {
  const module = (await import(join(import.meta.dirname, file))) as {
    readonly bench?: () => void | Promise<void>;
  };
  if (module.bench === undefined) continue;
  console.log(`# ${file.slice(0, -3)}`);
  await module.bench();
}
