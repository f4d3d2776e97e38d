import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { circlesOf } from "./support/architecture/circles.ts";
import { readModules, type Module } from "./support/architecture/modules.ts";
import { breachesOf } from "./support/architecture/walls.ts";

const ROOT = resolve(import.meta.dirname, "../src");

describe("layers", () => {
  const modules = readModules(ROOT);

  /** The modules with one import more. */
  const planted = (path: string, target: string): readonly Module[] => {
    for (const one of [path, target])
      if (modules.every((module) => module.path !== one)) throw new Error(`there is no ${one}`);
    return modules.map((module) =>
      module.path === path ? { ...module, imports: [...module.imports, target] } : module,
    );
  };

  it("reads the sources at all", () => {
    expect(modules).to.have.length.greaterThan(300);
    expect(modules.flatMap(({ imports }) => imports)).to.have.length.greaterThan(1000);
    expect(modules.flatMap(({ packages }) => packages)).to.have.length.greaterThan(50);
  });

  it("every module imports only what the walls around it allow", () => {
    expect(breachesOf(modules)).to.deep.equal([]);
  });

  it("no modules import each other in a circle, types included", () => {
    expect(circlesOf(modules)).to.deep.equal([]);
  });

  it("nothing imports the emulator but the command line, and that dynamically", () => {
    const importing = modules.filter(
      ({ path }) =>
        !path.startsWith("emulator/") &&
        /^import[^;]*emulator/m.test(
          readFileSync(join(ROOT, path), "utf8").replace(/^import type[^;]*;/gm, ""),
        ),
    );
    expect(importing.map(({ path }) => path)).to.deep.equal([]);
  });

  describe("a planted import is noticed", () => {
    const breaches: readonly (readonly [path: string, target: string, wall: string])[] = [
      ["policy/sets/language.ts", "policy/decide/decide.ts", "the rooms of policy"],
      ["policy/evaluate/evaluate.ts", "policy/decide/decide.ts", "the rooms of policy"],
      [
        "policy/decide/keys/dimensions.ts",
        "policy/decide/who/classify.ts",
        "the order of the decision's rooms",
      ],
      ["policy/decide/search/query.ts", "policy/decide/decide.ts", "the order of the decision's rooms"],
      ["exporters/csv/csv.ts", "exporters/sarif/sarif.ts", "a format of exporters"],
      ["exporters/place-of.ts", "exporters/junit.ts", "a format of exporters"],
      ["scan.ts", "cli/run.ts", "the root"],
      ["index.ts", "cli/main.ts", "the root"],
      ["sources/written/value.ts", "sources/tree/analyze-source.ts", "the rooms of sources"],
      ["sources/tree/folder.ts", "services/ses/identity.ts", "the services"],
      ["sources/readers/readers.ts", "services/index.ts", "the services"],
      ["remedy/plan.ts", "services/ses/arn.ts", "the services"],
      ["text/json.ts", "policy/keys.ts", "its layer"],
    ];
    for (const [path, target, wall] of breaches)
      it(`${path} → ${target}`, () => {
        expect(breachesOf(planted(path, target))).to.deep.equal([
          `${path} imports ${target}, against ${wall}`,
        ]);
      });

    it("of a package that the layer may not use", () => {
      const more = modules.map((module) =>
        module.path === "policy/keys.ts" ? { ...module, packages: ["node:fs"] } : module,
      );
      expect(breachesOf(more)).to.deep.equal([
        "policy/keys.ts imports the package node:fs, against its layer",
      ]);
    });

    it("that closes a circle", () => {
      const circles = circlesOf(planted("model/fact.ts", "model/kind.ts"));
      expect(circles.flat()).to.include("model/fact.ts");
    });
  });
});
