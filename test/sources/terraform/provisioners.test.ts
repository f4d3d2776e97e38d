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
