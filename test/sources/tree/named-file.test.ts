import { expect } from "chai";
import { join } from "node:path";
import { postern } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";

const BROKEN = {
  ".git/HEAD": "ref: refs/heads/main\n",
  "sub/p.json": '{"Statement": [',
  "sub/m.tf": 'resource "aws_ses_identity_policy" "p" {\n  identity = (\n}\n',
  "sub/empty.json": "",
};

describe("a path below a file", () => {
  it("leads to nothing", () =>
    inFolder(BROKEN, async (folder) => {
      const { code, stderr } = await postern(["analyze", "sub/p.json/x"], { cwd: folder });
      expect(code).to.equal(2);
      expect(stderr).to.contain("sub/p.json/x: there is no such file or folder");
    }));
});

describe("a file that cannot be understood", () => {
  for (const [from, argument, shown] of [
    ["sub", "p.json", "p.json:1"],
    ["sub", "m.tf", "m.tf:2"],
    ["sub", "empty.json", "empty.json"],
    [".", "sub/p.json", "sub/p.json:1"],
    [".git", "../sub/p.json", "../sub/p.json:1"],
  ] as const)
    it(`is shown as ${shown} to who stands in ${from}`, () =>
      inFolder(BROKEN, async (folder) => {
        const { stderr } = await postern(["analyze", argument], { cwd: join(folder, from) });
        expect(stderr).to.match(new RegExp(`^postern: ${shown.replaceAll(".", "\\.")}: `));
      }));
});
