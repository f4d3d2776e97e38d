import { expect } from "chai";
import { attached, CLOSED, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

const DOCUMENT =
  'data "aws_iam_policy_document" "open" {\n  statement {\n    actions = ["ses:SendEmail"]\n    resources = ["*"]\n    principals {\n      type = "*"\n      identifiers = ["*"]\n    }\n  }\n}\n';

const handedTo = (type: string, value: string): string => `resource "${type}" "x" {\n  value = ${value}\n}\n`;

describe("statements in values of Terraform that no policy takes", () => {
  for (const [title, files] of Object.entries({
    "an output": { "main.tf": `output "policy" {\n  value = ${OPEN}\n}\n` },
    "a local value": { "main.tf": `locals {\n  policy = ${OPEN}\n}\n` },
    "a local value beside a policy": {
      "main.tf": `locals {\n  a = ${OPEN}\n  b = ${CLOSED}\n}\n${attached("p", "local.b")}`,
    },
    "a data source": { "main.tf": DOCUMENT },
    "the default of a variable": { "main.tf": `variable "p" {\n  default = ${OPEN}\n}\n` },
    "what another resource takes": {
      "main.tf": `locals {\n  policy = ${OPEN}\n}\n${handedTo("aws_ssm_parameter", "local.policy")}`,
    },
    "an output in the JSON syntax": {
      "main.tf.json": JSON.stringify({
        output: {
          p: {
            value: JSON.stringify({
              Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }],
            }),
          },
        },
      }),
    },
  }))
    it(`are named: ${title}`, async () => {
      const { coverage } = await judgeFiles(files);
      expect(coverage.status).to.equal("partial");
      expect(JSON.stringify(coverage)).to.include("it is not understood which identity has it");
    });

  for (const [title, files] of Object.entries({
    "a policy has it": { "main.tf": `locals {\n  policy = ${OPEN}\n}\n${attached("p", "local.policy")}` },
    "a policy has it by another value": {
      "main.tf": `${DOCUMENT}locals {\n  policy = data.aws_iam_policy_document.open.json\n}\n${attached("p", "local.policy")}`,
    },
    "the policy that has it is not there": {
      "main.tf": `locals {\n  policy = ${OPEN}\n}\n${attached("p", "local.policy", '"example.com"', "count = 0")}`,
    },
    "it is of an endpoint": {
      "main.tf": DOCUMENT + handedTo("aws_vpc_endpoint_policy", "data.aws_iam_policy_document.open.json"),
    },
    "a local module takes it": {
      "main.tf": `${DOCUMENT}module "m" {\n  source = "./m"\n  policy = data.aws_iam_policy_document.open.json\n}\n`,
      "m/main.tf": `variable "policy" {}\n${attached("p", "var.policy", '"example.com"', "count = 0")}`,
    },
    "the caller has the output": {
      "main.tf": `module "m" {\n  source = "./m"\n}\n${attached("p", "module.m.policy")}`,
      "m/main.tf": `output "policy" {\n  value = ${OPEN}\n}\n`,
    },
  }))
    it(`are not named where ${title}`, async () => {
      expect((await judgeFiles(files)).coverage.status).to.equal("complete");
    });

  it("leave the verdict on the policy beside them as it is", async () => {
    const main = `locals {\n  a = ${OPEN}\n  b = ${CLOSED}\n}\n${attached("p", "local.b")}`;
    expect(exposuresOf(await judgeFiles({ "main.tf": main }))).to.deep.equal(["example.com cross-account"]);
  });
});
