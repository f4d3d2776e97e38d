import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { postern } from "../support/command.ts";

const FILE = resolve(import.meta.dirname, "../../deploy/reader-role-stackset.yaml");

describe("deploy/reader-role-stackset.yaml", () => {
  it("is what `postern permissions --format stackset` prints", async () => {
    const { stdout } = await postern(["permissions", "--format", "stackset"]);
    expect(readFileSync(FILE, "utf8")).to.equal(stdout);
  });
});
