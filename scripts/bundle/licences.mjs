// The licences of what is joined into our files, since the packages do not come with them.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Each package that a bundle of esbuild has taken modules of, with the text of its licence; by name. */
export const licencesOf = (metafile, root) => {
  const folders = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.keys(inputs))
      .flatMap((path) => PACKAGE.exec(path)?.[1] ?? []),
  );
  return [...folders]
    .map((folder) => licenceOf(resolve(root, folder)))
    .sort()
    .join(`\n${"-".repeat(80)}\n\n`);
};

const licenceOf = (folder) => {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined && license === undefined) throw new Error(`${name} comes without a licence`);
  const text = file === undefined ? `by ${author?.name ?? author}` : readFileSync(join(folder, file), "utf8");
  return `${name} ${version}: ${license}\n\n${text.trim()}\n`;
};
