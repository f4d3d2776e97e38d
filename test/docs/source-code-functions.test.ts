import { expect } from "chai";
import { readFileSync } from "node:fs";
import { sourceCodePage } from "../../scripts/docs/source-code.ts";

describe("docs/source-code.md", () => {
  it("lists every function of Terraform that is evaluated, as `npm run docs` writes it", () => {
    const page = readFileSync(new URL("../../docs/source-code.md", import.meta.url), "utf8");
    expect(page).to.match(/- the functions `abs [^`]*\btry\b[^`]* zipmap`;/);
    expect(page).to.equal(sourceCodePage());
  });
});
