import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnits } from "../src/text/order.ts";

/** npm runs scripts in the package's folder. */
const ROOT = process.cwd();

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
const line = `import { rule as ${variable} } from "./${name}/rule.ts";`;
writeFileSync(index, registered(readFileSync(index, "utf8")));
console.log(`src/rules/${name}: fill meta.ts, cases.ts and rule.ts, then npm test and npm run docs`);

/** The index with the rule's import and its place in the list, both in order. */
function registered(text: string): string {
  return text
    .replace(
      /(?:^import \{ rule as .*\n)+/m,
      (imports) => `${sorted([...imports.trim().split("\n"), line]).join("\n")}\n`,
    )
    .replace(
      /\[([^\]]+)\];/,
      (_, list: string) => `[${sorted([...list.split(",").map((one) => one.trim()), variable]).join(", ")}];`,
    );
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => text !== "").sort(byCodeUnits);
}
