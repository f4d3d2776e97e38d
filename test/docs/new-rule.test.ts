import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyRule } from "../../src/model/rule.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { testRule } from "../../src/testing/index.ts";
import { inFolder } from "../support/folder.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** By its place, since the folder has no node_modules. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

const newRule = (
  cwd: string,
  ...argv: readonly string[]
): { readonly status: number | null; readonly stderr: string } =>
  spawnSync(process.execPath, [`--import=${TSX}`, join(ROOT, "scripts/new-rule.ts"), ...argv], {
    cwd,
    encoding: "utf8",
  });

describe("npm run new-rule", () => {
  it("makes a folder and its line; the stubs fail until they are filled", () =>
    inFolder({ "package.json": '{"type":"module"}' }, async (folder) => {
      cpSync(join(ROOT, "src"), join(folder, "src"), { recursive: true });
      mkdirSync(join(folder, "templates"));
      cpSync(join(ROOT, "templates/rule"), join(folder, "templates/rule"), { recursive: true });
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
      expect(newRule(folder, "MID-001", "some-slug").status).to.equal(0);
      const index = readFileSync(join(folder, "src/rules/index.ts"), "utf8");
      expect(index).to.contain('import { rule as mid001 } from "./mid-001-some-slug/rule.ts";');
      expect(index).to.match(/\[mid001, pst001,.*\];/);
      const made = (await import(pathToFileURL(join(folder, "src/rules/index.ts")).href)) as {
        readonly RULES: readonly AnyRule[];
      };
      const stub = made.RULES.find(({ meta }) => meta.id === "MID-001");
      if (stub === undefined) throw new Error("the rule is not registered");
      const failing = testRule(stub, SES_KIND).filter(({ run }) => {
        try {
          run();
          return false;
        } catch {
          return true;
        }
      });
      expect(failing.map(({ name }) => name)).to.deep.equal([
        "metadata is complete",
        "each status is shown by a case",
      ]);
      expect(newRule(folder, "MID-001", "some-slug").stderr).to.contain("already there");
    })).timeout(60_000);

  it("refuses an id or a slug that is none", () =>
    inFolder({}, (folder) => {
      expect(newRule(folder, "mid1", "slug").status).to.equal(2);
      expect(newRule(folder, "MID-001", "../slug").status).to.equal(2);
    }));
});
