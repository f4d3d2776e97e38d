import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { generatedPages } from "../../scripts/docs/pages.ts";
import { COMMANDS } from "../../src/cli/commands.ts";

const FILE = resolve(import.meta.dirname, "../../docs/postern.1");

describe("docs/postern.1", () => {
  const page = readFileSync(FILE, "utf8");

  it("says what the commands say of themselves; npm run docs rewrites it", async () => {
    expect(page).to.equal((await generatedPages()).get("postern.1"));
    for (const { name } of COMMANDS) expect(page).to.contain(`.SS "postern ${name.replaceAll("-", "\\-")}`);
  });

  it("is without fault for groff", function () {
    const { status, stdout, stderr, error } = spawnSync("groff", ["-man", "-ww", "-Tutf8", "-P-cbou", FILE], {
      encoding: "utf8",
    });
    if (error !== undefined) return this.skip();
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout).to.include("EXIT STATUS");
  });
});
