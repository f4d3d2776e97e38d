// Runs the tests that try far more when they are told to, and no others: the rest has nothing to add to `npm test`.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const isHeavy = (text) => /support\/heavy\.ts"|\/chromium\.ts"/.test(text);
const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => join("test", name))
  .filter((name) => isHeavy(readFileSync(join(root, name), "utf8")))
  .sort();
if (files.length === 0) throw new Error("no test says that it has more to try");
console.log(`${files.length} files:\n${files.map((name) => `  ${name}`).join("\n")}`);
const mocha = join(root, "node_modules/mocha/bin/mocha.js");
// One more than there are cores in CI: those that kill commands mostly wait.
const { status } = spawnSync(
  process.execPath,
  [mocha, "--import=tsx", "--parallel", "--jobs", "3", ...files],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, POSTERN_HEAVY: "1" },
  },
);
process.exitCode = status ?? 1;
