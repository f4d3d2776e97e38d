import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { generatedPages } from "./docs/pages.ts";

const DOCS = resolve(import.meta.dirname, "../docs");

/** `npm run docs`: writes every generated page and removes rule pages that no rule has. */
const pages = await generatedPages();
for (const name of readdirSync(join(DOCS, "rules"))) {
  if (!pages.has(`rules/${name}`)) rmSync(join(DOCS, "rules", name));
}
for (const [path, text] of pages) {
  mkdirSync(dirname(join(DOCS, path)), { recursive: true });
  writeFileSync(join(DOCS, path), text);
}
