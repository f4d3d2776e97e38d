import { expect } from "chai";
import { exposuresOf, judgeFiles } from "../judge-files.ts";

const removed = (from: string, lifecycle: string): string =>
  `removed {\n  from = ${from}\n  ${lifecycle}\n}\n`;

const KEPT = "lifecycle {\n    destroy = false\n  }";

describe("what Terraform gives up and leaves in the account", () => {
  for (const [title, files] of Object.entries({
    "a policy": { "main.tf": removed("aws_ses_identity_policy.open", KEPT) },
    "a policy of a module": { "main.tf": removed("module.mail.aws_sesv2_email_identity_policy.p", KEPT) },
    "a module for the service": { "main.tf": removed("module.ses_mail", KEPT) },
    "a policy, as OpenTofu does where nothing is said": {
      "main.tf": removed("aws_ses_identity_policy.open", ""),
    },
    "a policy in the JSON syntax": {
      "main.tf.json": JSON.stringify({
        removed: [{ from: "aws_ses_identity_policy.open", lifecycle: { destroy: false } }],
      }),
    },
    "the second of two": {
      "main.tf": removed("aws_s3_bucket.b", KEPT) + removed("aws_ses_identity_policy.open", KEPT),
    },
  }))
    it(`is named: ${title}`, async () => {
      const { coverage } = await judgeFiles(files);
      expect(coverage.status).to.equal("partial");
      expect(JSON.stringify(coverage)).to.match(/it gives up [\w.]+ and may leave it in the account/);
    });

  for (const [title, block] of Object.entries({
    "a policy that is destroyed": removed(
      "aws_ses_identity_policy.open",
      "lifecycle {\n    destroy = true\n  }",
    ),
    "a resource of another kind": removed("aws_s3_bucket.b", KEPT),
    "a resource of a module": removed("module.network.aws_vpc.v", KEPT),
  }))
    it(`is not: ${title}`, async () => {
      const main = `${block}resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n`;
      expect((await judgeFiles({ "main.tf": main })).coverage.status).to.equal("complete");
    });

  it("is judged as it is, where a plan says what that is", async () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }],
    });
    const plan = (actions: readonly string[]): string =>
      JSON.stringify({
        format_version: "1.2",
        planned_values: { root_module: {} },
        resource_changes: [
          {
            address: "aws_ses_identity_policy.open",
            mode: "managed",
            type: "aws_ses_identity_policy",
            change: { actions, before: { identity: "example.com", name: "open", policy }, after: null },
          },
        ],
      });
    expect(exposuresOf(await judgeFiles({ "plan.json": plan(["forget"]) }))).to.deep.equal([
      "example.com exposed",
    ]);
    expect(exposuresOf(await judgeFiles({ "plan.json": plan(["delete"]) }))).to.deep.equal([]);
  });

  it("names a module that does not speak of SES where the tree holds identities, also in another root", async () => {
    const gone = removed("module.notifications", KEPT.replace("false", "true"));
    const kept = removed("module.notifications", KEPT);
    const files = { "other/a.tf": kept, "other/b.tf": gone, "same/a.tf": kept };
    const unreadOf = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const { coverage } = await judgeFiles({ ...files, ...more });
      return coverage.files.flatMap(({ path, status }) => (status === "not-understood" ? [path] : []));
    };
    const identity = 'resource "aws_ses_domain_identity" "a" {\n  domain = "a.example.com"\n}\n';
    expect(await unreadOf({})).to.deep.equal([]);
    expect(await unreadOf({ "same/main.tf": identity })).to.deep.equal(["other/a.tf", "same/a.tf"]);
  });
});
