import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

/** What the figures were measured on. */
const machine = (): string => `${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, Node ${process.version}`;
const commit = (): string => {
  const { stdout } = spawnSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" });
  return stdout.trim() || "unknown";
};

/** Runs every file of this folder that exports `bench`, or the one that is named first; options are the files' own. */
const only = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const files = readdirSync(import.meta.dirname)
  .filter((file) => /\.[jt]s$/.test(file) && !file.startsWith("run."))
  .filter((file) => only === undefined || file.startsWith(`${only}.`))
  .sort();

if (files.length === 0)
  throw new Error(`there is no benchmark ${only ?? ""}; give its name before its options`);
console.log(`${machine()}, commit ${commit()}`);
for (const file of files) {
  const module = (await import(join(import.meta.dirname, file))) as {
    readonly bench?: () => void | Promise<void>;
  };
  if (module.bench === undefined) continue;
  console.log(`# ${file.slice(0, -3)}`);
  await module.bench();
}
