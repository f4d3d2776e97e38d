// Writes dist/sbom.cdx.json, the bill of materials (CycloneDX) that the package carries; the same for the same lockfile.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { billOfProduction } from "./supply-chain/bill.mjs";
import { installed } from "./supply-chain/installed.mjs";

const root = resolve(import.meta.dirname, "..");
const text = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const bill = billOfProduction(JSON.parse(text), installed(lock));
writeFileSync(join(root, "dist/sbom.cdx.json"), `${JSON.stringify(bill, null, 2)}\n`);
