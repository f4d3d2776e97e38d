import { expect } from "chai";
import { inFolder } from "../support/folder.ts";
import { postern } from "../support/command.ts";

describe("postern demo --fix", function () {
  this.timeout(240_000);

  it("fixes what can be fixed, shows that it is, and puts everything back", () =>
    inFolder({}, async (folder) => {
      const { code, stdout } = await postern(["demo", "--fix", "-o", "out"], { cwd: folder });
      expect(code, stdout).to.equal(0);
      expect(stdout).to.match(/Planned: {2}\d+ identities, each with its proof; 0 not planned\./);
      expect(stdout).to.contain("of what was planned, none.").and.to.contain("as at first.");
    }));
});
