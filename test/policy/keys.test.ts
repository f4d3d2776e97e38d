import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findKey, GLOBAL_KEYS } from "../../src/policy/keys.ts";
import { SENDING_ACTIONS } from "../../src/resources/ses-actions.ts";
import { SES_KEYS } from "../../src/resources/ses-keys.ts";
import { keyTable } from "./key-table.ts";

const DOC = join(import.meta.dirname, "../../docs/exposure.md");
const squeezed = (text: string): string => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

describe("the table of condition keys", () => {
  it("is rendered in docs/exposure.md", () => {
    expect(squeezed(readFileSync(DOC, "utf8"))).to.include(squeezed(keyTable()));
  });

  it("has every key once, each with a sentence and a source", () => {
    const rows = [...GLOBAL_KEYS, ...SES_KEYS];
    expect(new Set(rows.map((row) => row.name.toLowerCase())).size).to.equal(rows.length);
    for (const row of rows) {
      expect(row.says, row.name).to.match(/^[A-Z].*\.$/);
      expect(row.source, row.name).to.match(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });

  it("has a row for every key of an action", () => {
    for (const action of SENDING_ACTIONS)
      for (const key of action.keys) expect(findKey(key, SES_KEYS)?.name, key).to.equal(key);
  });

  it("is found by any spelling, families by their members", () => {
    expect(findKey("AWS:principalorgid", [])?.name).to.equal("aws:PrincipalOrgID");
    expect(findKey("aws:PrincipalTag/team", [])?.name).to.equal("aws:PrincipalTag/");
    expect(findKey("aws:PrincipalTag/", [])).to.equal(null);
    expect(findKey("aws:PrincipalOrg", [])).to.equal(null);
  });
});
