import { expect } from "chai";
import { existsSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../src/files/make-folder.ts";
import { isProblem } from "../../src/model/problem.ts";
import { aFolder } from "../support/folder.ts";

const refusal = (path: string): string => {
  try {
    makeFolder(path);
  } catch (error) {
    return isProblem(error) ? error.problem.what : String(error);
  }
  return "none";
};

describe("a folder that is made", () => {
  const folder = aFolder();
  const at = (...names: readonly string[]): string => join(folder(), ...names);

  it("comes with those above it, each with the mode", () => {
    makeFolder(at("a", "b", "c"), 0o700);
    for (const path of [at("a"), at("a", "b"), at("a", "b", "c")])
      expect(statSync(path).mode & 0o777, path).to.equal(0o700);
    makeFolder(at("a", "b", "c"), 0o700);
  });

  it("may stand behind a link to one", () => {
    makeFolder(at("real"));
    symlinkSync(at("real"), at("link"));
    makeFolder(at("link", "in"));
    expect(existsSync(at("real", "in"))).to.equal(true);
  });

  it("is refused where a file is, or is above it", () => {
    writeFileSync(at("file"), "");
    expect(refusal(at("file"))).to.match(/is not a directory/);
    expect(refusal(at("file", "in", "it"))).to.match(/is not a directory/);
  });

  it("is refused behind a link to nothing", () => {
    symlinkSync(at("nothing"), at("link"));
    expect(refusal(at("link"))).to.match(/cannot be written/);
    expect(refusal(at("link", "in", "it"))).to.match(/cannot be written/);
  });

  it("is refused where the one above takes none", function () {
    if (!existsSync("/proc/self")) return this.skip();
    expect(refusal("/proc/none/in/it")).to.match(/no folder can be made there/);
  });
});
