import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { READERS } from "../../src/sources/readers/readers.ts";
import { writerUses } from "../../src/sources/writers/writer-uses.ts";
import { SES } from "../support/ses-in-code.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/source-code.md"), "utf8");

/** The first column of the tables in a section. */
const rowsOf = (heading: string): readonly string[] => {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| ([^|]+?) +\|/gm)]
    .map(([, cell = ""]) => cell)
    .filter((cell) => cell !== "What" && !cell.startsWith("-"));
};

describe("docs/source-code.md", () => {
  it("lists every reader, in their order", () => {
    const names = [...new Set(READERS.map(({ name }) => name))];
    expect(rowsOf("What is read").filter((row) => names.includes(row))).to.deep.equal(names);
  });

  it("says of every form what another kind has to bring", () => {
    const model = readFileSync(resolve(import.meta.dirname, "../../src/model/kind-in-code.ts"), "utf8");
    const forms = [
      ...model.slice(0, model.indexOf("\n}\n")).matchAll(/^ {2}readonly (\w+)\??: \w+Form;/gm),
    ].map(([, name = ""]) => name);
    expect(forms).to.include.members(["terraform", "programs", "pulumi"]);
    const section = page.split("\n## Other kinds\n")[1]?.split("\n## ")[0] ?? "";
    for (const form of forms.filter((name) => name !== "arn")) expect(section).to.include(`\`${form}\``);
  });

  it("names writers that are known, each in its use", () => {
    for (const use of [
      "aws ses put-identity-policy",
      "aws sesv2 create-email-identity-policy",
      "aws sesv2 update-email-identity-policy",
      "ses.putIdentityPolicy(x)",
      "ses.put_identity_policy(x)",
      "new PutIdentityPolicyCommand(x)",
      "ses.createEmailIdentityPolicy(x)",
      "ses.create_email_identity_policy(x)",
      "new CreateEmailIdentityPolicyCommand(x)",
      "new IdentityPolicy(x)",
      "new EmailIdentityPolicy(x)",
      "new SesIdentityPolicy(x)",
      "new Sesv2EmailIdentityPolicy(x)",
    ]) {
      const name = /[\w-]*identity[_-]?policy\w*/i.exec(use)?.[0] ?? "";
      expect(page, name).to.include(name);
      expect(writerUses(use, SES), use).to.have.length(1);
    }
  });
});
