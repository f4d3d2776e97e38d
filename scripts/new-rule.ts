import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");

/**
 * `npm run new-rule -- XYZ-001 slug`: the folder of a rule with stubs that fail until they are filled, and its line in
 * src/rules/index.ts.
 */
const [id = "", slug = ""] = process.argv.slice(2);
if (!/^[A-Z][A-Z0-9]{1,15}-\d{3}$/.test(id) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
  console.error("Usage: npm run new-rule -- XYZ-001 words-of-its-name");
  process.exit(2);
}
const name = `${id.toLowerCase()}-${slug}`;
const folder = join(ROOT, "src/rules", name);
if (existsSync(folder)) {
  console.error(`src/rules/${name} is already there`);
  process.exit(2);
}

const words: Readonly<Record<string, string>> = {
  __RULE_ID__: id,
  __NAME__: slug.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
};
const filled = (text: string): string =>
  Object.entries(words).reduce((done, [word, value]) => done.replaceAll(word, value), text);

mkdirSync(folder);
for (const file of readdirSync(join(ROOT, "templates/rule"))) {
  writeFileSync(join(folder, file), filled(readFileSync(join(ROOT, "templates/rule", file), "utf8")));
}

const index = join(ROOT, "src/rules/index.ts");
const variable = id.toLowerCase().replace("-", "");
writeFileSync(
  index,
  readFileSync(index, "utf8")
    .replace("\n\n/** Every", `\nimport { rule as ${variable} } from "./${name}/rule.ts";\n\n/** Every`)
    .replace("];", `, ${variable}];`),
);
console.log(`src/rules/${name}: fill meta.ts, cases.ts and rule.ts, then npm test and npm run docs`);
