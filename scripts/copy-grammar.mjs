import { cpSync } from "node:fs";

// tsc copies no data: the grammar of Terraform goes beside the module that loads it.
const folder = "sources/terraform/grammar";
cpSync(new URL(`../src/${folder}`, import.meta.url), new URL(`../dist/${folder}`, import.meta.url), {
  recursive: true,
});
