// What users install beside us: known holes, licences, install scripts, and how much of it there is.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installed } from "./supply-chain/installed.mjs";

const root = resolve(import.meta.dirname, "..");
const LICENCES = /^(MIT|MIT-0|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|ISC|0BSD|BlueOak-1\.0\.0|Python-2\.0)$/;
/** Packages that `npm i postern` brings; a dependency that brings dozens is a decision, not an accident. */
const MOST = 120;

const packages = installed(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));

const wrong = packages.flatMap(([path, { license, hasInstallScript }]) => [
  ...(LICENCES.test(license ?? "") ? [] : [`${path}: the licence is ${license ?? "not stated"}`]),
  ...(hasInstallScript === true ? [`${path}: it runs a script when it is installed`] : []),
]);
if (packages.length > MOST) wrong.push(`${packages.length} packages, and at most ${MOST} are agreed`);

const audit = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: root, encoding: "utf8" });
const vulnerabilities = (() => {
  try {
    return JSON.parse(audit.stdout).metadata?.vulnerabilities ?? null;
  } catch {
    return null;
  }
})();
if (vulnerabilities === null)
  console.log("SKIPPED  npm audit: the registry does not answer it, so known holes were not looked for");
else if (vulnerabilities.total > 0) wrong.push(`npm audit names ${vulnerabilities.total} holes`);

console.log(`${packages.length} packages of ${MOST}; licences and install scripts were looked at`);
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exitCode = 1;
