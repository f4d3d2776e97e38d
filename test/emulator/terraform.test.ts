import { expect } from "chai";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";
import { inFolder } from "../support/folder.ts";

/** What `terraform providers mirror` wrote of hashicorp/aws; nothing is downloaded here. */
const MIRROR = process.env["POSTERN_TERRAFORM_MIRROR"];

const SETTINGS = `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(MIRROR ?? "")}
    include = ["registry.terraform.io/hashicorp/*"]
  }
}
`;

const document = (identity: string): string => `jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ses:SendEmail", Resource = ${identity}.arn }]
  })`;

/** Every resource of the provider that the emulator has a part of. */
const CONFIGURATION = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {}

resource "aws_ses_domain_identity" "one" {
  domain = "one.example"
}
resource "aws_ses_domain_dkim" "one" {
  domain = aws_ses_domain_identity.one.domain
}
resource "aws_ses_domain_mail_from" "one" {
  domain           = aws_ses_domain_identity.one.domain
  mail_from_domain = "bounce.one.example"
}
resource "aws_ses_identity_notification_topic" "one" {
  identity          = aws_ses_domain_identity.one.domain
  notification_type = "Bounce"
  topic_arn         = "arn:aws:sns:${REGION}:${ACCOUNT}:bounces"
}
resource "aws_ses_identity_policy" "one" {
  identity = aws_ses_domain_identity.one.arn
  name     = "send"
  policy   = ${document("aws_ses_domain_identity.one")}
}
resource "aws_ses_email_identity" "jo" {
  email = "jo@example.com"
}

resource "aws_sesv2_email_identity" "two" {
  email_identity = "two.example"
  tags           = { owner = "mail" }
  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}
resource "aws_sesv2_email_identity_feedback_attributes" "two" {
  email_identity           = aws_sesv2_email_identity.two.email_identity
  email_forwarding_enabled = true
}
resource "aws_sesv2_email_identity_policy" "two" {
  email_identity = aws_sesv2_email_identity.two.email_identity
  policy_name    = "send"
  policy         = ${document("aws_sesv2_email_identity.two")}
}
`;

describe("the emulator under Terraform and its AWS provider", function () {
  this.timeout(600_000);
  let world: Emulated;
  before(async function () {
    if (MIRROR === undefined) this.skip();
    world = await emulated();
  });
  after(() => world?.emulator.close());

  it("applies a configuration, finds nothing to change, and destroys it", () =>
    inFolder({ "main.tf": CONFIGURATION, "settings.tfrc": SETTINGS }, async (cwd) => {
      const env = {
        PATH: process.env["PATH"],
        HOME: cwd,
        TF_CLI_CONFIG_FILE: `${cwd}/settings.tfrc`,
        CHECKPOINT_DISABLE: "1",
        AWS_ENDPOINT_URL: world.emulator.url,
        AWS_ACCESS_KEY_ID: KEY.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
        AWS_REGION: REGION,
        AWS_EC2_METADATA_DISABLED: "true",
      };
      const terraform = (...argv: readonly string[]): Promise<unknown> =>
        promisify(execFile)("terraform", [...argv, "-no-color"], { cwd, env });
      await terraform("init", "-input=false");
      await terraform("apply", "-input=false", "-auto-approve");
      const { identities } = world.region;
      expect([...identities.keys()].sort()).to.deep.equal(["jo@example.com", "one.example", "two.example"]);
      expect(identities.get("one.example")?.policies.has("send")).to.equal(true);
      expect(identities.get("two.example")?.policies.has("send")).to.equal(true);
      // With this option, exit code 2 says that there is something to change.
      await terraform("plan", "-input=false", "-detailed-exitcode");
      await terraform("destroy", "-input=false", "-auto-approve");
      expect(identities.size).to.equal(0);
    }));
});
