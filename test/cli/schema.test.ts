import { expect } from "chai";
import { SCHEMAS } from "../../src/config/schemas/index.ts";
import { postern } from "../support/command.ts";

describe("postern schema", () => {
  for (const name of ["snapshot", "results", "config", "plugin"]) {
    it(`prints the schema of ${name}`, async () => {
      const { stdout, code } = await postern(["schema", name]);
      expect(code).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal(SCHEMAS[name]);
    });
  }

  it("names the others where one is unknown", async () => {
    const { code, stderr } = await postern(["schema", "finding"]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("snapshot, results, config, plugin");
  });
});
