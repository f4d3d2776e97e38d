import { expect } from "chai";
import { attached, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

const to = (principals: string): string => OPEN.replace('"*"', () => `{ AWS = ${principals} }`);

const exposures = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> =>
  exposuresOf(await judgeFiles(files));

describe("Terraform's variables", () => {
  it("take the defaults of optional attributes", async () => {
    const main = `variable "v" {
  type    = map(object({ who = optional(list(string), ["*"]), org = optional(string) }))
  default = { a = {} }
}
${attached("p", to("each.value.who"), '"${each.key}.example.com"', "for_each = var.v\n  lifecycle {}")}`;
    expect(await exposures({ "main.tf": main })).to.deep.equal(["a.example.com exposed"]);
  });

  it("are null where an optional attribute has no default", async () => {
    const main = `variable "v" {\n  type = object({ a = string, b = optional(string) })\n  default = { a = "x" }\n}
${attached("p", OPEN, '"example.com"', "count = var.v.b == null ? 0 : 1")}
resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n`;
    expect(await exposures({ "main.tf": main })).to.deep.equal(["example.com private"]);
  });

  it("take the default for a null that they do not allow, from a caller too", async () => {
    const child = `variable "who" {\n  type = string\n  default = "*"\n  nullable = false\n}\n${attached("p", to("var.who"))}`;
    expect(
      await exposures({
        "main.tf": 'module "m" {\n  source = "./m"\n  who = null\n}\n',
        "m/main.tf": child,
      }),
    ).to.deep.equal(["example.com exposed"]);
  });

  it("are never equal to a tuple where their type is a list", async () => {
    const main = `variable "l" {\n  type = list(string)\n  default = []\n}\n${attached("p", to('var.l != [] ? "*" : "111122223333"'))}`;
    expect(await exposures({ "main.tf": main })).to.deep.equal(["example.com exposed"]);
  });

  it("have the type that JSON writes as a text", async () => {
    const main = {
      variable: { l: { type: "list(string)", default: [] } },
      resource: {
        aws_ses_identity_policy: {
          p: {
            identity: "example.com",
            name: "p",
            policy: `\${${to('var.l != [] ? "*" : "111122223333"')}}`,
          },
        },
      },
    };
    expect(await exposures({ "main.tf.json": JSON.stringify(main) })).to.deep.equal(["example.com exposed"]);
  });

  it("take the texts of terraform.tfvars.json as they stand", async () => {
    const main = `variable "t" {}\n${attached("p", to('var.t == "$${a}" ? "*" : "111122223333"'))}`;
    expect(await exposures({ "main.tf": main, "terraform.tfvars.json": '{"t": "${a}"}' })).to.deep.equal([
      "example.com exposed",
    ]);
  });

  it("are not known where their type refuses what they are given", async () => {
    const main = `variable "t" {\n  type = number\n  default = "x"\n}\n${attached("p", to('var.t == 1 ? "*" : "111122223333"'))}`;
    expect(await exposures({ "main.tf": main })).to.deep.equal(["example.com undecided"]);
  });
});

describe("Terraform's files", () => {
  it("keep the block behind a number with an exponent", async () => {
    const main = `locals {\n  a = 1e3\n}\nvariable "b" {\n  default = 1e3\n}\n${attached("p", to('local.a == 1000 ? "*" : "111122223333"'))}`;
    expect(await exposures({ "main.tf": main })).to.deep.equal(["example.com exposed"]);
  });

  it("give the key of a dynamic block over a list as its index", async () => {
    const main = `data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = ["x"]
    content {
      actions   = ["ses:SendEmail"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = [statement.key == 0 ? "*" : "111122223333"]
      }
    }
  }
}
${attached("p", "data.aws_iam_policy_document.d.json")}`;
    expect(await exposures({ "main.tf": main })).to.deep.equal(["example.com exposed"]);
  });

  it("that are not UTF-8 are judged as far as they go, and make their scope partial", async () => {
    const judged = await judgeFiles({
      "main.tf": 'resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n',
      "policy.tf": Buffer.from(`# caf\u00e9\n${attached("p", OPEN)}`, "latin1"),
    });
    expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
    expect(judged.coverage.status).to.equal("partial");
    expect(judged.coverage.files).to.deep.include({
      path: "policy.tf",
      status: "not-understood",
      reason: "it is not UTF-8 text",
    });
  });
});
