import { expect } from "chai";
import { readFileSync } from "node:fs";
import { FUNCTIONS } from "../../src/sources/terraform/functions/functions.ts";

describe("docs/source-code.md", () => {
  it("lists every function of Terraform that is evaluated, and no other", () => {
    const page = readFileSync(new URL("../../docs/source-code.md", import.meta.url), "utf8");
    const listed = /- the functions `([^`]+)`/.exec(page)?.[1]?.split(/\s+/) ?? [];
    expect(listed.toSorted()).to.deep.equal([...Object.keys(FUNCTIONS), "can", "try"].toSorted());
  });
});
