import { expect } from "chai";
import { attached, CLOSED, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

const json = (who: string): string =>
  JSON.stringify({
    resource: {
      aws_ses_identity_policy: {
        p: {
          identity: "example.com",
          name: "p",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Principal: { AWS: who }, Action: "ses:*", Resource: "*" },
          }),
        },
      },
    },
  });

const call = (source: string, more = ""): string => `module "m" {\n  source = "${source}"\n  ${more}\n}\n`;

describe("files that neither Terraform nor OpenTofu reads", () => {
  for (const name of [".old.tf", "x.tf~", "#x.tf#", ".old.tofu", ".hidden.tf.json", "sub/.old.tf"])
    it(`are not judged: ${name}`, async () => {
      const files = { "main.tf": attached("p", CLOSED), [name]: attached("old", OPEN) };
      expect(exposuresOf(await judgeFiles(files))).to.deep.equal(["example.com cross-account"]);
    });
});

describe("OpenTofu beside Terraform", () => {
  it("judges both views where they differ, and says whose each is", async () => {
    const { findings } = await judgeFiles({
      "main.tf": attached("p", OPEN),
      "main.tofu": attached("p", CLOSED),
    });
    expect(findings.map(({ resource, data }) => [resource.id, data["exposure"]])).to.deep.equal([
      ["iac:main.tf#aws_ses_identity_policy.p", "exposed"],
      ["iac:main.tofu#aws_ses_identity_policy.p", "cross-account"],
    ]);
  });

  it("tells the views of one block apart by the tool", async () => {
    const { findings } = await judgeFiles({
      "main.tf": `variable "who" { default = "*" }\n${attached("p", CLOSED.replace('"111122223333"', "var.who"))}`,
      "override.tofu": 'variable "who" { default = "111122223333" }\n',
    });
    expect(findings.map(({ resource, data }) => [resource.id, data["exposure"]])).to.deep.equal([
      ["iac:main.tf#aws_ses_identity_policy.p@OpenTofu", "cross-account"],
      ["iac:main.tf#aws_ses_identity_policy.p@Terraform", "exposed"],
    ]);
  });

  it("judges once what both see alike", async () => {
    const files = {
      "main.tf": attached("p", OPEN),
      "other.tofu": 'resource "aws_sns_topic" "t" {\n  name = "t"\n}\n',
    };
    expect(exposuresOf(await judgeFiles(files))).to.deep.equal(["example.com exposed"]);
  });

  it("takes JSON in place of JSON", async () => {
    const files = { "a.tf.json": json("*"), "a.tofu.json": json("111122223333") };
    expect(exposuresOf(await judgeFiles(files))).to.have.members([
      "example.com exposed",
      "example.com cross-account",
    ]);
  });
});

describe("a module from elsewhere", () => {
  it("that could hold SES leaves the scope partial, and is named", async () => {
    for (const text of [
      call("cloudposse/ses/aws", 'domain = "example.com"'),
      call("git::https://example.com/mail.git?ref=v1", `policy = ${OPEN}`),
      call("hashicorp/mail/aws", 'send_action = "ses:SendEmail"'),
    ]) {
      const { coverage } = await judgeFiles({ "main.tf": text });
      expect(coverage.status).to.equal("partial");
      expect(JSON.stringify(coverage)).to.match(/calls module \\"m\\" from elsewhere/);
    }
  });

  it("of anything else is named, and the scope complete", async () => {
    const { coverage } = await judgeFiles({ "main.tf": call("terraform-aws-modules/vpc/aws") });
    expect(coverage.status).to.equal("complete");
    expect(JSON.stringify(coverage)).to.include("it calls a module from elsewhere");
  });

  it("is shown without the credentials of its URL", async () => {
    const { coverage } = await judgeFiles({ "main.tf": call("git::https://me:secret@example.com/ses.git") });
    expect(JSON.stringify(coverage)).to.include("https://example.com/ses.git").and.not.include("secret");
  });
});

describe("a plan in UTF-16", () => {
  it("is read as PowerShell writes it", async () => {
    const plan = JSON.stringify({
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_ses_identity_policy.p",
              mode: "managed",
              type: "aws_ses_identity_policy",
              values: {
                identity: "example.com",
                name: "p",
                policy: JSON.stringify({
                  Version: "2012-10-17",
                  Statement: { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" },
                }),
              },
            },
          ],
        },
      },
    });
    const little = Buffer.from(`\uFEFF${plan}`, "utf16le");
    for (const bytes of [little, Buffer.from(little).swap16()])
      expect(exposuresOf(await judgeFiles({ "plan.json": bytes }))).to.deep.equal(["example.com exposed"]);
  });
});
