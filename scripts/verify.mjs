// The heavy gates, one after the other; says what each took, and fails at the end if one failed.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const tools = join(root, ".tools");

/** The npm package `node` brings that version; in a folder of its own, since it would take over every script. */
const nodeOf = (major) => {
  const folder = join(tools, `node-${major}`);
  const bin = join(folder, "node_modules", ".bin");
  if (!existsSync(join(bin, "node")))
    execFileSync("npm", ["i", "--no-audit", "--no-fund", "--prefix", folder, `node@${major}`], {
      stdio: "inherit",
    });
  return { PATH: `${bin}${delimiter}${process.env.PATH}` };
};

/** The report's tests must not be skipped here. */
const browser = async () => {
  const found = ["chromium", "google-chrome"].some(
    (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0,
  );
  if (found || process.env.POSTERN_CHROMIUM !== undefined) return;
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!isDebianRoot) throw new Error("Install Chromium, or set POSTERN_CHROMIUM.");
  execFileSync("apt-get", ["update"], { stdio: "ignore" });
  execFileSync("apt-get", ["install", "-y", "chromium", "poppler-utils"], { stdio: "ignore" });
};

/** In lines. A suite prints its failures last, and a log that is cut in the middle must still show them at its end. */
const SHOWN_AGAIN = 120;

/** Passes the output on, and throws with its last lines when the command fails. */
const run = async (command, env = {}) => {
  const child = spawn("sh", ["-c", command], {
    cwd: root,
    stdio: ["inherit", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let last = "";
  const pass = (from, to) =>
    from.setEncoding("utf8").on("data", (text) => {
      to.write(text);
      last = `${last}${text}`.split("\n").slice(-SHOWN_AGAIN).join("\n");
    });
  pass(child.stdout, process.stdout);
  pass(child.stderr, process.stderr);
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${last}`);
};

/**
 * What a user of the repository has to download and keep. The override of tar-fs in package.json serves it: tar-fs 2
 * unpacks the packed browser as well as 3, without 7 MB of bare-* packages.
 */
const size = async () => {
  const megabytes = Number(
    execFileSync("du", ["-sm", "node_modules"], { cwd: root, encoding: "utf8" }).split("\t")[0],
  );
  console.log(`node_modules: ${megabytes} MB of 300`);
  if (!(megabytes < 300)) throw new Error(`node_modules has ${megabytes} MB`);
};

const steps = [
  { name: "the size of npm ci", step: size },
  { name: "the supply chain", step: () => run("node scripts/supply-chain.mjs") },
  { name: "types", step: () => run("npm run check") },
  { name: "lint and format", step: () => run("npm run lint") },
  { name: "nothing unused", step: () => run("npm run unused") },
  { name: "drift of the tables from what AWS publishes", step: () => run("npm run drift") },
  { name: "a browser for the report", step: browser },
  {
    name: "what the suite leaves to the gates: its heavy tests alone",
    step: () => run("npm run test:heavy"),
  },
  { name: "the suite on Node 22", step: () => run("npm test", nodeOf(22)) },
  { name: "the suite on Node 24, with coverage", step: () => run("npm run cover", nodeOf(24)) },
  { name: "the package", step: () => run("npm run check:package") },
  { name: "the templates of deploy/", step: () => run("node scripts/check-deploy.mjs") },
  { name: "SARIF by its own validator", step: () => run("npm run check:sarif") },
  { name: "faults in the way of every call", step: () => run("npm run faults") },
  { name: "planted mistakes", step: () => run("npm run test:planted") },
  { name: "thirty thousand policies", step: () => run("npm run prove -- --count 30000 --seed 1") },
  { name: "five thousand fixes", step: () => run("npm run prove:fix -- --count 5000") },
  { name: "benchmarks", step: () => run("npm run bench") },
];

const only = process.argv.slice(2);
const failures = [];
for (const { name, step } of steps) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  const begun = Date.now();
  console.log(`\n== ${name}`);
  try {
    await step();
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
  console.log(`== ${name}: ${Math.round((Date.now() - begun) / 1000)} s`);
}
if (failures.length > 0) {
  console.error(`\nverify failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
  process.exit(1);
}
console.log("\nverify: every gate passed");
