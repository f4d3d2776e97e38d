import { expect } from "chai";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const GRAMMAR = new URL("../../../src/sources/terraform/grammar/", import.meta.url);

describe("Terraform's grammar", () => {
  it("is the file that npm's @tree-sitter-grammars/tree-sitter-hcl 1.2.0 ships", () => {
    const file = readFileSync(new URL("tree-sitter-terraform.wasm", GRAMMAR));
    expect(createHash("sha256").update(file).digest("hex")).to.equal(
      "0d9ef3ae926acc0411bfecba9b34df4ea659061917b96455570a45a70824e890",
    );
  });

  it("comes with its licence", () => {
    expect(readFileSync(new URL("LICENSE", GRAMMAR), "utf8")).to.contain("Apache License");
  });
});
