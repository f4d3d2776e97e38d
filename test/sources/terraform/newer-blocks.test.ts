import { expect } from "chai";
import { attached, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

/** Blocks that Terraform 1.8 to 1.15 and OpenTofu 1.7 to 1.11 brought, each beside an open policy. */
const BLOCKS: Readonly<Record<string, string>> = {
  "an ephemeral resource": 'ephemeral "random_password" "p" {\n  length = 16\n}\n',
  "an ephemeral variable and output":
    'variable "token" {\n  type = string\n  ephemeral = true\n  default = null\n}\noutput "t" {\n  value = var.token\n  ephemeral = true\n}\n',
  "an import by identity":
    'import {\n  to = aws_s3_bucket.b\n  identity = {\n    bucket = "b"\n  }\n}\nresource "aws_s3_bucket" "b" {}\n',
  "an import for each":
    'import {\n  for_each = toset(["a"])\n  to = aws_s3_bucket.b[each.key]\n  id = each.key\n}\nresource "aws_s3_bucket" "b" {\n  for_each = toset(["a"])\n}\n',
  "an action and what triggers it":
    'action "aws_lambda_invoke" "x" {\n  config {\n    function_name = "f"\n    payload = jsonencode({})\n  }\n}\nresource "aws_s3_bucket" "b" {\n  lifecycle {\n    action_trigger {\n      events = [after_create]\n      actions = [action.aws_lambda_invoke.x]\n    }\n  }\n}\n',
  "a removed block": "removed {\n  from = aws_s3_bucket.old\n  lifecycle {\n    destroy = false\n  }\n}\n",
  "a moved block": "moved {\n  from = aws_s3_bucket.a\n  to   = aws_s3_bucket.b\n}\n",
  "a check with a data source of its own":
    'check "health" {\n  data "http" "x" {\n    url = "https://example.com"\n  }\n  assert {\n    condition = data.http.x.status_code == 200\n    error_message = "down"\n  }\n}\n',
  "a function of a provider": 'locals {\n  arn = provider::aws::arn_parse("arn:aws:s3:::b")\n}\n',
  "a write-only attribute":
    'resource "aws_ssm_parameter" "p" {\n  value_wo = ephemeral.random_password.p.result\n  value_wo_version = 1\n}\n',
  "a deprecated variable":
    'variable "old" {\n  type = string\n  default = "x"\n  deprecated = "use new"\n}\n',
  "a language block": 'language {\n  compatible_with {\n    opentofu = ">= 1.9"\n  }\n}\n',
  "an encryption of OpenTofu":
    'terraform {\n  encryption {\n    key_provider "pbkdf2" "k" {\n      passphrase = var.p\n    }\n    state {\n      enforced = true\n    }\n  }\n}\nvariable "p" {\n  default = "x"\n}\n',
  "a validation that refers to another variable":
    'variable "a" {\n  default = 1\n}\nvariable "b" {\n  default = 2\n  validation {\n    condition = var.b > var.a\n    error_message = "b"\n  }\n}\n',
};

describe("blocks of newer versions of Terraform and OpenTofu", () => {
  for (const [title, block] of Object.entries(BLOCKS))
    it(`are no error: ${title}`, async () => {
      const judged = await judgeFiles({ "main.tf": `${block}${attached("p", OPEN)}` });
      expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
      expect(judged.coverage.status).to.equal("complete");
    });

  it("are left alone in files of queries, tests and mocks", async () => {
    const judged = await judgeFiles({
      "main.tf": attached("p", OPEN),
      "find.tfquery.hcl":
        'list "aws_s3_bucket" "all" {\n  provider = aws\n  config {\n    region = "us-east-1"\n  }\n}\n',
      "main.tftest.hcl": 'mock_provider "aws" {}\nrun "x" {\n  command = plan\n}\n',
      "m.tfmock.hcl": 'mock_resource "aws_s3_bucket" {\n  defaults = {\n    arn = "a"\n  }\n}\n',
    });
    expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
    expect(judged.coverage.status).to.equal("complete");
  });
});
