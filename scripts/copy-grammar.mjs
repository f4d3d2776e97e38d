import { cpSync } from "node:fs";
import { resolve } from "node:path";

// tsc copies no data: the grammar of Terraform goes beside the module that loads it. Takes the folder that tsc wrote to.
const folder = "sources/terraform/grammar";
const root = resolve(import.meta.dirname, "..");
cpSync(resolve(root, "src", folder), resolve(root, process.argv[2] ?? "dist", folder), { recursive: true });
