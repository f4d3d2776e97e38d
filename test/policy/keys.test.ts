import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findKey, GLOBAL_KEYS, isFamilyRow, type KeyMeaning } from "../../src/policy/keys.ts";
import { SENDING_ACTIONS } from "../../src/services/ses/actions.ts";
import { SES_KEYS } from "../../src/services/ses/keys.ts";
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

  it("says of every key whether it has one value or many", () => {
    for (const row of GLOBAL_KEYS) expect(row.multivalued, row.name).to.be.a("boolean");
    expect(GLOBAL_KEYS.filter((row) => row.multivalued).map((row) => row.name)).to.deep.equal([
      "aws:PrincipalOrgPaths",
      "aws:PrincipalServiceNamesList",
      "aws:SourceOrgPaths",
      "aws:VpceOrgPaths",
      "aws:CalledVia",
      "aws:ResourceOrgPaths",
      "cognito-identity.amazonaws.com:amr",
      "aws:TagKeys",
    ]);
  });

  it("is found by any spelling, families by their members", () => {
    for (const row of GLOBAL_KEYS) {
      const key = isFamilyRow(row) ? `${row.name}x` : row.name;
      for (const name of [key, key.toUpperCase(), key.toLowerCase()])
        expect(findKey(name, SES_KEYS), name).to.equal(row);
    }
    expect(findKey("aws:PrincipalTag/a/b", [])?.name).to.equal("aws:PrincipalTag/");
    expect(findKey("SES:recipients", SES_KEYS)?.name).to.equal("ses:Recipients");
  });

  it("does not have what is nearly a key", () => {
    for (const name of [
      "",
      "aws:PrincipalTag",
      "aws:PrincipalTag/",
      "aws:PrincipalOrg",
      "aws:PrincipalOrgIDs",
      "aws:SourceIp/x",
      "aws:x",
    ])
      expect(findKey(name, SES_KEYS), name).to.equal(null);
    expect(findKey("ses:Recipients", [])).to.equal(null);
  });

  it("takes a global key's row before one of the question", () => {
    const own = { ...SES_KEYS[0], name: "aws:SourceIp" } as KeyMeaning;
    expect(findKey("aws:SourceIp", [own])?.class).to.equal("network");
  });
});
