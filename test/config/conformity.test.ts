import { expect } from "chai";
import { importConformity } from "../../src/config/conformity.ts";
import { RULES } from "../../src/rules/index.ts";

const SETTINGS = [
  { id: "SES-001", enabled: false, riskLevel: "LOW" },
  {
    id: "SES-003",
    enabled: true,
    riskLevel: "VERY_HIGH",
    exceptions: {
      resources: ["old.example.com", "arn:aws:ses:us-east-1:111122223333:identity/a.example"],
      tags: ["stage::test", "legacy"],
    },
  },
  {
    id: "SES-004",
    enabled: true,
    extraSettings: [
      {
        name: "friendlyAccounts",
        type: "multiple-aws-account-values",
        values: [
          { value: "444455556666" },
          { value: "arn:aws:iam::777788889999:root" },
          { value: "somebody" },
        ],
      },
      { name: "colour", type: "single-string-value", value: "red" },
    ],
  },
  { id: "S3-001", enabled: true, exceptions: { resources: ["bucket"] } },
];

describe("Conformity's rule settings", () => {
  it("are taken over: enabled, risk level, friendly accounts", () => {
    expect(importConformity(SETTINGS, RULES)?.rules).to.deep.equal({
      "SES-001": { enabled: false },
      "SES-003": { riskLevel: "VERY_HIGH" },
      "SES-004": { settings: { friendlyAccounts: ["444455556666", "777788889999"] } },
    });
  });

  it("exceptions become drafts", () => {
    expect(importConformity(SETTINGS, RULES)?.drafts).to.deep.equal([
      { rule: "SES-003", resource: "*/old.example.com" },
      { rule: "SES-003", resource: "arn:aws:ses:us-east-1:111122223333:identity/a.example" },
      { rule: "SES-003", tag: { key: "stage", value: "test" } },
      { rule: "SES-003", tag: { key: "legacy" } },
    ]);
  });

  it("nothing is dropped in silence", () => {
    const notes = importConformity(SETTINGS, RULES)?.notes.join("\n");
    for (const word of ["S3-001", "colour", '"somebody"', '"legacy"']) expect(notes).to.contain(word);
  });

  it("are found in an account's settings and in a profile", () => {
    const inAccount = { data: { attributes: { settings: { rules: SETTINGS } } } };
    const inProfile = {
      included: SETTINGS.map(({ id, ...attributes }) => ({ type: "rules", id, attributes })),
    };
    expect(importConformity(inAccount, RULES)).to.deep.equal(importConformity(SETTINGS, RULES));
    expect(importConformity(inProfile, RULES)).to.deep.equal(importConformity(SETTINGS, RULES));
  });

  it("anything else is none", () => {
    for (const value of [null, 1, "x", {}, { data: 1 }])
      expect(importConformity(value, RULES)).to.equal(null);
  });
});
