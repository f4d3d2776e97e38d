import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "../../scripts/docs/pages.ts";

describe("docs/condition-keys.md", () => {
  it("is what `npm run docs` writes", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/condition-keys.md"), "utf8");
    expect(page).to.equal((await generatedPages()).get("condition-keys.md"));
    expect(page).to.include("| `aws:PrincipalOrgID` | caller |");
  });
});
