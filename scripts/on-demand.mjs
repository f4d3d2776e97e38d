// Development tools that one gate needs: each is installed below .tools/ when it is first wanted, so that `npm ci` stays small.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const tools = resolve(import.meta.dirname, "../.tools");

/** The folder of that very version of an npm package. */
export const onDemand = (name, version) => {
  const home = join(tools, `${name.split("/").at(-1)}-${version}`);
  const folder = join(home, "node_modules", name);
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", home];
  if (!existsSync(folder)) execFileSync("npm", ["i", ...options, `${name}@${version}`], { stdio: "inherit" });
  return folder;
};
