import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const POLICY = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}}';
const DOMAIN = 'resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n';

/** Bodies of a null_resource that write POLICY to example.com. */
const BODIES: Readonly<Record<string, readonly [body: string, at: string]>> = {
  "a command": [
    `provisioner "local-exec" {\n    command = "aws ses put-identity-policy --identity \${aws_ses_domain_identity.d.domain} --policy-name open --policy '${POLICY.replaceAll('"', '\\"')}'"\n  }`,
    "main.tf:6",
  ],
  "a heredoc": [
    `provisioner "local-exec" {\n    command = <<-EOT\n      aws ses put-identity-policy --identity \${aws_ses_domain_identity.d.domain} \\\n        --policy-name open --policy '${POLICY}'\n    EOT\n  }`,
    "main.tf:8",
  ],
  "its environment": [
    `provisioner "local-exec" {\n    command = "aws sesv2 create-email-identity-policy --email-identity example.com --policy-name open --policy \\"$POLICY\\""\n    environment = {\n      POLICY = jsonencode(${POLICY.replaceAll(":", "=").replaceAll("ses=", "ses:").replaceAll('"Statement"', "Statement")})\n    }\n  }`,
    "main.tf:8",
  ],
  "a file": [
    `provisioner "local-exec" {\n    command = "aws ses put-identity-policy --identity example.com --policy-name open --policy file://\${path.module}/p.json"\n  }`,
    "p.json:1",
  ],
};

describe("provisioners of Terraform", () => {
  for (const [title, [body, at]] of Object.entries(BODIES))
    it(`are read with a policy by ${title}`, async () => {
      const { policies, unread } = await policiesIn({
        "main.tf": `${DOMAIN}resource "null_resource" "p" {\n  ${body}\n}\n`,
        "p.json": POLICY,
      });
      expect(unread).to.deep.equal([]);
      expect(policies.filter(({ name }) => name === "open")).to.deep.equal([
        {
          identity: "example.com",
          region: "us-east-1",
          name: "open",
          document: JSON.parse(POLICY) as unknown,
          at,
          open: [],
        },
      ]);
    });

  it("write nothing when the resource is destroyed", async () => {
    const { policies } = await policiesIn({
      "main.tf": `${DOMAIN}resource "null_resource" "p" {\n  provisioner "local-exec" {\n    when = destroy\n    command = "aws ses put-identity-policy --policy x"\n  }\n}\n`,
    });
    expect(policies).to.deep.equal([]);
  });
});

const notUnderstood = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await policiesIn(files)).unread;

describe("what Terraform hands on that writes a policy", () => {
  for (const [what, text] of Object.entries({
    "a function's code":
      'data "archive_file" "z" {\n  source_content = <<EOT\nboto3.client("ses").put_identity_policy(Policy="{}")\nEOT\n}\n',
    "a template of CloudFormation":
      'resource "aws_cloudformation_stack" "s" {\n  template_body = <<EOT\n{Resources: {P: {Type: Custom::SesIdentityPolicy}}}\nEOT\n}\n',
    "a script of an instance":
      'resource "aws_instance" "i" {\n  user_data = <<EOT\naws ses put-identity-policy --identity example.com --policy "$P"\nEOT\n}\n',
  }))
    it(`is named with its line: ${what}`, async () => {
      expect(await notUnderstood({ "main.tf": text })).to.deep.equal(["main.tf:3"]);
    });

  it("is named where it is read from a file", async () => {
    const files = {
      "main.tf":
        'resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\nlocals {\n  script = file("put.sh")\n}\nresource "aws_ses_identity_policy" "p" {\n  identity = "example.com"\n  name = local.script == "" ? "a" : "b"\n  policy = jsonencode({})\n}\n',
      "put.sh": '#!/bin/sh\naws ses put-identity-policy --identity example.com --policy "$P"\n',
    };
    expect(await notUnderstood(files)).to.deep.equal(["put.sh:2"]);
  });
});
