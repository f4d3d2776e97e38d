import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { COMPILED } from "../support/compiled.ts";
import { aFolder } from "../support/folder.ts";
import { BY_MODULE } from "../support/shell.ts";

/** Has a process name each module that it loads, on stderr. */
const HOOKS = `import { writeSync } from "node:fs";
export const load = async (url, context, next) => {
  if (url.startsWith("file:")) writeSync(2, "loads " + url + "\\n");
  return next(url, context);
};`;
const NAMES_MODULES = `data:text/javascript,${encodeURIComponent(
  `import { register } from "node:module"; register("data:text/javascript,${encodeURIComponent(HOOKS)}");`,
)}`;

interface Loaded {
  /** Below the compiled sources. */
  readonly modules: readonly string[];
  readonly packages: readonly string[];
}

const isPackage = (file: string): boolean => file.includes("node_modules");

const loadedBy = (argv: readonly string[], cwd: string): Loaded => {
  const { stderr } = spawnSync(process.execPath, ["--import", NAMES_MODULES, BY_MODULE, ...argv], {
    cwd,
    encoding: "utf8",
  });
  const files = [...stderr.matchAll(/^loads (file:.*)$/gm)].map(([, url = ""]) => fileURLToPath(url));
  return {
    modules: files
      .filter((file) => !isPackage(file))
      .map((file) => relative(join(COMPILED, "src"), file).replaceAll("\\", "/")),
    packages: [
      ...new Set(
        files
          .filter(isPackage)
          .map((file) => /.*node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(file)?.[1] ?? ""),
      ),
    ].sort(),
  };
};

const folderOf = (module: string): string => module.split("/")[0] ?? "";

describe("what a process loads", () => {
  const folder = aFolder();

  for (const flag of ["--version", "--help"])
    it(`for ${flag} is the command line, and nothing that judges`, () => {
      const { modules, packages } = loadedBy([flag], folder());
      expect(modules).to.include("cli/program.js");
      expect(modules.length, modules.join(" ")).to.be.lessThan(26);
      const folders = new Set(modules.map(folderOf));
      for (const far of ["aws", "sources", "snapshot", "assess", "rules", "exporters", "config", "emulator"])
        expect([...folders], modules.join(" ")).to.not.include(far);
      expect(packages).to.deep.equal(["commander"]);
    }).timeout(60_000);

  it("for a policy is no SDK, no grammar of a language, and no format that nobody asked for", () => {
    writeFileSync(
      join(folder(), "policy.json"),
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}',
    );
    const { modules, packages } = loadedBy(["analyze", "policy.json"], folder());
    expect(modules).to.include("analyze.js");
    const far =
      /^(?:aws|deliver|emulator)\/|^exporters\/(?:asff|csv|xlsx|html|sarif|json|ocsf|oscal|junit)\b/;
    expect(modules.filter((module) => far.test(module))).to.deep.equal([]);
    expect(packages).to.deep.equal(["commander", "ignore", "unbash"]);
  }).timeout(60_000);
});
