import { expect } from "chai";
import { judgeFiles } from "../judge-files.ts";

const line = (type: string, action: string): string =>
  `{"@level":"info","@message":"${type}.x: Plan to ${action}","@module":"terraform.ui","change":{"resource":{"addr":"${type}.x","module":"","resource":"${type}.x","implied_provider":"aws","resource_type":"${type}","resource_name":"x","resource_key":null},"action":"${action}"},"type":"planned_change"}\n`;
const VERSION =
  '{"@level":"info","@message":"Terraform 1.9.0","terraform":"1.9.0","type":"version","ui":"1.2"}\n';
const POLICY = "aws_ses_identity_policy";

describe("what Terraform prints of a plan", () => {
  it("is named where it writes a policy, whatever it is called", async () => {
    const files = {
      "plan.json": VERSION + line(POLICY, "create"),
      "plan.log": VERSION + line("aws_sesv2_email_identity_policy", "update"),
      "plan.txt": `Terraform will perform the following actions:\n\n  # module.m["a"].${POLICY}.x[0] will be created\n  + resource\n`,
      "gone.json": VERSION + line(POLICY, "delete"),
      "gone.txt": `  # ${POLICY}.x will be destroyed\n`,
      "other.json": VERSION + line("aws_ses_domain_identity", "create"),
      "test/plan.txt": `  # ${POLICY}.x will be created\n`,
    };
    const { coverage } = await judgeFiles(files);
    const unread = coverage.files.filter(({ status }) => status === "not-understood");
    expect(unread.map(({ path, line: at }) => `${path}:${at ?? ""}`)).to.deep.equal([
      "plan.json:2",
      "plan.log:2",
      "plan.txt:3",
    ]);
  });
});
