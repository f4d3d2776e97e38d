// Writes dist/sbom.cdx.json, the bill of materials (CycloneDX) that the package carries; the same for the same lockfile.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const text = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
const { serialNumber: _number, ...bill } = JSON.parse(text);
delete bill.metadata.timestamp;
if (bill.components.length === 0) throw new Error("the bill of materials names no component");
writeFileSync(join(root, "dist/sbom.cdx.json"), `${JSON.stringify(bill, null, 2)}\n`);
