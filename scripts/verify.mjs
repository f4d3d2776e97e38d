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

const isThere = (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;

/** The browsers that the report is looked at in, by the variable that names one elsewhere, and Debian's packages of them. */
const BROWSERS = [
  {
    variable: "POSTERN_CHROMIUM",
    names: ["chromium", "google-chrome"],
    packages: ["chromium", "poppler-utils"],
  },
  { variable: "POSTERN_FIREFOX", names: ["firefox", "firefox-esr"], packages: ["firefox-esr"] },
];

/** The report's tests must not be skipped here. */
const browsers = async () => {
  const missing = BROWSERS.filter(
    ({ variable, names }) => process.env[variable] === undefined && !names.some(isThere),
  );
  if (missing.length === 0) return;
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!isDebianRoot)
    throw new Error(
      missing.map(({ variable, names }) => `Install ${names[0]}, or set ${variable}.`).join(" "),
    );
  execFileSync("apt-get", ["update"], { stdio: "ignore" });
  const packages = missing.flatMap((one) => one.packages);
  execFileSync("apt-get", ["install", "-y", ...packages], { stdio: "ignore" });
};

/** In lines. A suite prints its failures last, and a log that is cut in the middle must still show them at its end. */
const SHOWN_AGAIN = 120;

const aloud = (text) => process.stdout.write(text);

/** Passes the output on, and throws with its last lines when the command fails. */
const run = async (command, env = {}, write = aloud) => {
  const child = spawn("sh", ["-c", command], {
    cwd: root,
    stdio: ["inherit", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let last = "";
  for (const from of [child.stdout, child.stderr])
    from.setEncoding("utf8").on("data", (text) => {
      write(text);
      last = `${last}${text}`.split("\n").slice(-SHOWN_AGAIN).join("\n");
    });
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
  { name: "browsers for the report", step: browsers },
  {
    name: "what the suite leaves to the gates: its heavy tests alone",
    step: () => run("npm run test:heavy"),
  },
  { name: "the suite on Node 22", step: () => run("npm test", nodeOf(22)) },
  { name: "the suite on Node 24, with coverage", step: () => run("npm run cover", nodeOf(24)) },
  { name: "the package", step: () => run("npm run check:package") },
  { name: "the container image", step: () => run("node scripts/check-container.mjs") },
  { name: "the templates of deploy/", step: () => run("node scripts/check-deploy.mjs") },
  { name: "thirty thousand policies", step: () => run("npm run prove -- --count 30000 --seed 1") },
  { name: "planted mistakes", oneCore: true, step: (write) => run("npm run test:planted", {}, write) },
  {
    name: "faults in the way of every call",
    oneCore: true,
    step: (write) => run("npm run faults", {}, write),
  },
  {
    name: "SARIF by its own validator",
    oneCore: true,
    step: (write) => run("npm run check:sarif", {}, write),
  },
  {
    name: "five thousand fixes",
    oneCore: true,
    step: (write) => run("npm run prove:fix -- --count 5000", {}, write),
  },
  { name: "benchmarks", step: () => run("npm run bench") },
];

const only = process.argv.slice(2);
const wanted = steps.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
const failures = [];

const take = async ({ name, step }, write) => {
  const begun = Date.now();
  write(`\n== ${name}\n`);
  try {
    await step(write);
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
  write(`== ${name}: ${Math.round((Date.now() - begun) / 1000)} s\n`);
};

/** Takes the gates that use one core, as long as there are any; the output of each is shown as a whole. */
const lane = async (gates) => {
  for (let gate = gates.shift(); gate !== undefined; gate = gates.shift()) {
    const parts = [];
    await take(gate, (text) => parts.push(text));
    aloud(parts.join(""));
  }
};

for (let at = 0; at < wanted.length;) {
  const gates = wanted.slice(at, at + 1);
  while (gates[0].oneCore && wanted[at + gates.length]?.oneCore) gates.push(wanted[at + gates.length]);
  at += gates.length;
  if (gates.length === 1) await take(gates[0], aloud);
  else await Promise.all([lane(gates), lane(gates)]);
}
if (failures.length > 0) {
  console.error(`\nverify failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
  process.exit(1);
}
console.log("\nverify: every gate passed");
