import { expect } from "chai";
import { analyze } from "../../src/analyze.ts";
import ecr from "../support/ecr-plugin.ts";
import { inFolder } from "../support/folder.ts";

/** What is said of each repository, `name STATUS`, and of what was not understood. */
const judged = (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  inFolder(files, async (cwd) => {
    const said: string[] = [];
    for await (const record of analyze({
      paths: ["."],
      cwd,
      plugins: [{ name: "./ecr-plugin.ts", folder: `${import.meta.dirname}/../support` }],
      select: { ids: ecr.rules.map(({ meta }) => meta.id) },
      now: "2026-11-30T00:00:00Z",
    })) {
      if (record.kind === "finding" && record.resource.kind === "aws.ecr.repository")
        said.push(`${record.resource.name} ${record.status}`);
      if (record.kind === "coverage" && record.service === "ecr")
        for (const { path, line, status } of record.files)
          if (status === "not-understood") said.push(`${path}:${line ?? ""} ${status}`);
    }
    return said;
  });

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage", Resource: "*" }],
});

const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Terraform: {
    "main.tf": `resource "aws_ecr_repository" "app" { name = "app" }
resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = jsonencode(${POLICY})
}`,
  },
  "Terraform's JSON": {
    "main.tf.json": JSON.stringify({
      resource: { aws_ecr_repository_policy: { app: { repository: "app", policy: POLICY } } },
    }),
  },
  "a provisioner": {
    "main.tf": `resource "aws_ecr_repository" "app" {
  name = "app"
  provisioner "local-exec" {
    command = "aws ecr set-repository-policy --repository-name app --policy-text file://policy.txt"
  }
}`,
    "policy.txt": POLICY,
  },
  CloudFormation: {
    "template.yaml": `Resources:
  App:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: app
      RepositoryPolicyText: ${POLICY}
`,
  },
  "a shell script": {
    "open.sh": `aws ecr set-repository-policy --repository-name app --policy-text '${POLICY}'\n`,
  },
  "the steps of CI": {
    ".github/workflows/open.yml": `jobs:
  open:
    steps:
      - run: |
          aws ecr set-repository-policy --repository-name app --policy-text '${POLICY}'
`,
  },
  Python: {
    "open.py": `import boto3
ecr = boto3.client("ecr")
ecr.set_repository_policy(repositoryName="app", policyText='${POLICY}')
`,
  },
  TypeScript: {
    "open.ts": `import { ECRClient, SetRepositoryPolicyCommand } from "@aws-sdk/client-ecr";
await new ECRClient({}).send(new SetRepositoryPolicyCommand({ repositoryName: "app", policyText: '${POLICY}' }));
`,
  },
  "Pulumi YAML": {
    "Pulumi.yaml": `name: app
runtime: yaml
resources:
  app:
    type: aws:ecr:RepositoryPolicy
    properties:
      repository: app
      policy: '${POLICY}'
`,
  },
  Crossplane: {
    "policy.yaml": `apiVersion: ecr.aws.upbound.io/v1beta1
kind: RepositoryPolicy
metadata: { name: app }
spec:
  forProvider:
    repository: app
    policy: '${POLICY}'
`,
  },
};

describe("a second kind of resource, of which no reader knows", () => {
  for (const [form, files] of Object.entries(FORMS))
    it(`is read from ${form} and judged`, async () => {
      expect(await judged(files)).to.deep.equal(["app FAILURE"]);
    });

  it("is found in a policy file by its own ARN", async () => {
    const policy = POLICY.replace('"*"}', '"arn:aws:ecr:eu-west-1:111122223333:repository/app"}');
    expect(await judged({ "policies/app.json": policy })).to.deep.equal(["app FAILURE"]);
  });

  it("that is written in another language is named", async () => {
    expect(
      await judged({ "open.rb": 'ecr.set_repository_policy(repository_name: "app", policy_text: p)\n' }),
    ).to.deep.equal(["open.rb:1 not-understood"]);
  });

  it("and policies of SES are none of its own", async () => {
    expect(
      await judged({
        "main.tf": `resource "aws_ses_identity_policy" "a" {
  identity = "example.com"
  name     = "a"
  policy   = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "ses:SendEmail", Resource = "*" }] })
}`,
      }),
    ).to.deep.equal([]);
  });
});
