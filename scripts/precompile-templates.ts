import Handlebars from "handlebars";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const SOURCES = new URL("../templates/report/", import.meta.url);
const TARGET = new URL("../src/exporters/html/precompiled.ts", import.meta.url);

/** `strict` throws on a missing member, `knownHelpersOnly` on a misspelt helper, `preventIndent` keeps policy text as it is. */
const OPTIONS: PrecompileOptions = { strict: true, knownHelpersOnly: true, preventIndent: true };

const files = readdirSync(SOURCES)
  .filter((name) => /\.(hbs|css|js)$/.test(name))
  .sort();
const sources = files.map((file) => ({ file, text: readFileSync(new URL(file, SOURCES), "utf8") }));

const hash = createHash("sha256");
for (const { file, text } of sources) hash.update(`${file}\0${text}\0`);

/** The library's types say that it answers an object; it is the text of one. */
const precompiled = (text: string): string => {
  const spec: unknown = Handlebars.precompile(text, OPTIONS);
  if (typeof spec !== "string") throw new Error("the precompiler did not write text");
  return spec;
};

const entries = sources.map(
  ({ file, text }) => `  ${JSON.stringify(file.replace(/\.hbs$/, ""))}: ${precompiled(text)},\n`,
);

// The precompiler writes plain JavaScript, which does not type-check; a .ts file is what tsc carries into dist.
writeFileSync(
  TARGET,
  `// @ts-nocheck
// Written by \`npm run templates\` from templates/report.
export const TEMPLATES_SHA256: string = "${hash.digest("hex")}";

export const TEMPLATES: Readonly<Record<string, object>> = {
${entries.join("")}};
`,
);
