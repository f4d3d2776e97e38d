// Fails on files, exports and dependencies that nothing uses (knip.json).
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { onDemand } from "./on-demand.mjs";

const knip = join(onDemand("knip", "6.44.2"), "bin/knip.js");
const { status } = spawnSync(process.execPath, [knip, ...process.argv.slice(2)], {
  cwd: resolve(import.meta.dirname, ".."),
  stdio: "inherit",
});
process.exitCode = status ?? 1;
