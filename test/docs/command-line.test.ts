import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { generatedPages } from "../../scripts/docs/pages.ts";
import { COMMANDS } from "../../src/cli/commands.ts";

const PATH = "command-line.md";

describe("docs/command-line.md", () => {
  it("says what the commands say of themselves; npm run docs rewrites it", async () => {
    const generated = (await generatedPages()).get(PATH);
    for (const { name } of COMMANDS) expect(generated).to.contain(`## postern ${name}\n`);
    expect(readFileSync(resolve(import.meta.dirname, "../../docs", PATH), "utf8")).to.equal(generated);
  });
});
