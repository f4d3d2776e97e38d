import { expect } from "chai";
import { attached, exposuresOf, judgeFiles } from "../judge-files.ts";

const document = (name: string, body: string): string =>
  `data "aws_iam_policy_document" "${name}" {\n${body}\n}\n`;

const statement = (more: string, who = '"*"'): string =>
  `statement {\n  actions = ["ses:SendEmail"]\n  resources = ["*"]\n  principals {\n    type = "AWS"\n    identifiers = [${who}]\n  }\n  ${more}\n}\n`;

/** A source document of one statement. */
const json = (statementOf: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ses:SendEmail", Resource = "*", ${statementOf} }] })`;

const sources = (...documents: readonly string[]): string =>
  `source_policy_documents = [${documents.join(", ")}]\n`;

const overrides = (...documents: readonly string[]): string =>
  `override_policy_documents = [${documents.join(", ")}]\n`;

/** How exposed the identity is whose policy is the document `p`. */
const exposureOf = async (body: string, more = ""): Promise<string> => {
  const main = `${more}${document("p", body)}${attached("p", "data.aws_iam_policy_document.p.json")}`;
  const [exposure = ""] = exposuresOf(await judgeFiles({ "main.tf": main }));
  return exposure.replace("example.com ", "");
};

const CLOSED = 'Principal = { AWS = "111122223333" }';
const ACCOUNT = '"aws:PrincipalAccount"';

describe("what the provider makes of a source document", () => {
  for (const [what, statementOf, exposure] of [
    [
      "drops a condition whose value is a number",
      `Principal = "*", Condition = { StringEquals = { ${ACCOUNT} = 111122223333 } }`,
      "exposed",
    ],
    [
      "drops a condition whose value is null",
      `Principal = "*", Condition = { StringEquals = { ${ACCOUNT} = null } }`,
      "exposed",
    ],
    [
      "keeps the other keys of the operator",
      `Principal = "*", Condition = { StringEquals = { ${ACCOUNT} = "111122223333", "aws:PrincipalOrgID" = 1 } }`,
      "cross-account",
    ],
    [
      "keeps a condition whose value is a text",
      `Principal = "*", Condition = { StringEquals = { ${ACCOUNT} = "111122223333" } }`,
      "cross-account",
    ],
    [
      "keeps a condition whose value is a list of texts",
      `Principal = "*", Condition = { StringEquals = { ${ACCOUNT} = ["111122223333"] } }`,
      "cross-account",
    ],
    [
      "keeps a boolean as a text",
      `Principal = "*", Condition = { Bool = { "aws:SecureTransport" = true }, StringEquals = { ${ACCOUNT} = "111122223333" } }`,
      "cross-account",
    ],
    ["takes a bare Principal for everybody", 'Principal = "111122223333"', "exposed"],
    ["keeps a Principal that is an object", CLOSED, "cross-account"],
    ["knows member names in any case", `principal = { AWS = "111122223333" }`, "cross-account"],
    ["drops members that are no element", `${CLOSED}, Comment = "none"`, "cross-account"],
  ] as const)
    for (const [kind, given] of [
      ["source", sources],
      ["override", overrides],
    ] as const)
      it(`${what} (${kind})`, async () => {
        expect(await exposureOf(given(json(statementOf)))).to.equal(exposure);
      });

  it("leaves numbers of blocks alone, which Terraform makes texts", async () => {
    const condition = `condition {\n  test = "StringEquals"\n  variable = ${ACCOUNT}\n  values = [111122223333]\n}`;
    expect(await exposureOf(statement(condition))).to.equal("cross-account");
    expect(await exposureOf(statement("", "111122223333"))).to.equal("cross-account");
  });
});

describe("documents that are put together", () => {
  const closed = document("closed", statement('sid = "send"', '"111122223333"'));
  const open = document("open", statement('sid = "send"'));

  it("let an own statement replace the source's of the same Sid", async () => {
    const source = sources("data.aws_iam_policy_document.closed.json");
    expect(await exposureOf(source + statement('sid = "send"'), closed)).to.equal("exposed");
    const other = sources("data.aws_iam_policy_document.open.json");
    expect(await exposureOf(other + statement('sid = "send"', '"111122223333"'), open)).to.equal(
      "cross-account",
    );
  });

  it("let an override replace the own and the source's statement of the same Sid", async () => {
    const override = overrides("data.aws_iam_policy_document.closed.json");
    expect(await exposureOf(override + statement('sid = "send"'), closed)).to.equal("cross-account");
    const both = sources("data.aws_iam_policy_document.open.json") + override;
    expect(await exposureOf(both, open + closed)).to.equal("cross-account");
  });

  it("add statements without a Sid, and with another", async () => {
    const source = sources("data.aws_iam_policy_document.open.json");
    expect(await exposureOf(source + statement('sid = "other"', '"111122223333"'), open)).to.equal("exposed");
    expect(await exposureOf(source + statement("", '"111122223333"'), open)).to.equal("exposed");
  });

  it("do not let a Deny be relied on that a Sid which is not known could replace", async () => {
    const deny = document("deny", statement('sid = "no"\n  effect = "Deny"'));
    const source = sources("data.aws_iam_policy_document.deny.json");
    const more = `variable "sid" {}\n${deny}`;
    expect(
      await exposureOf(`${source}${statement("")}${statement("sid = var.sid", '"111122223333"')}`, more),
    ).to.equal("undecided");
  });

  it("have the highest version of all", async () => {
    const variable = `Principal = "*", Condition = { StringEquals = { ${ACCOUNT} = "$\${aws:PrincipalAccount}" } }`;
    const old = sources(json(variable)).replace("2012-10-17", "2008-10-17");
    // As of 2012-10-17 the variable is everybody's own account.
    expect(await exposureOf(old)).to.equal("exposed");
    expect(await exposureOf(`version = "2008-10-17"\n${old}`)).to.equal("private");
    expect(await exposureOf(`version = "2008-10-17"\n${sources(json(variable))}`)).to.equal("exposed");
  });

  it("pass over sources that are null or empty", async () => {
    expect(await exposureOf(`${sources("null", '""')}${statement("")}`)).to.equal("exposed");
  });
});

describe("a Sid or an Id that is not known", () => {
  it("bears on nothing", async () => {
    const more = 'variable "x" {}\n';
    expect(await exposureOf(statement('sid = "Allow${var.x}"'), more)).to.equal("exposed");
    expect(await exposureOf(`policy_id = var.x\n${statement("", '"111122223333"')}`, more)).to.equal(
      "cross-account",
    );
  });
});

describe("a document without sources", () => {
  it("takes equal blocks of everybody for one, as a set does", async () => {
    const everybody = 'principals {\n  type = "*"\n  identifiers = ["*"]\n}\n';
    expect(
      await exposureOf(
        `statement {\n  actions = ["ses:SendEmail"]\n  resources = ["*"]\n  ${everybody}  ${everybody}}`,
      ),
    ).to.equal("exposed");
  });

  it("has no Statement where no block is written", async () => {
    expect(
      await exposureOf(
        `dynamic "statement" {\n  for_each = []\n  content {\n    actions = ["ses:*"]\n  }\n}`,
      ),
    ).to.equal("invalid");
  });
});
