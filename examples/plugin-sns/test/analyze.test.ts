import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { analyze, type Coverage, type Finding } from "postern";

interface Judged {
  /** `name STATUS file:line` of each topic. */
  readonly topics: readonly string[];
  readonly coverage: Coverage;
  /** Of every scope. */
  readonly coverages: readonly Coverage[];
}

const PLUGIN = { name: "../src/index.ts", folder: fileURLToPath(new URL(".", import.meta.url)) };

const resultsOf = async (
  files: Readonly<Record<string, string>>,
  plugins: readonly (typeof PLUGIN)[],
): Promise<{ readonly findings: readonly Finding[]; readonly coverages: readonly Coverage[] }> => {
  const cwd = mkdtempSync(join(tmpdir(), "plugin-sns-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const findings: Finding[] = [];
    const coverages: Coverage[] = [];
    const select = plugins.length === 0 ? {} : { select: { ids: ["EXP-001"] } };
    for await (const record of analyze({
      paths: ["."],
      cwd,
      plugins,
      ...select,
      now: "2026-01-01T00:00:00Z",
    })) {
      if (record.kind === "finding" && record.resource.kind === "aws.sns.topic") findings.push(record);
      if (record.kind === "coverage") coverages.push(record);
    }
    return { findings, coverages };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
};

/** What the plugin's rule says of a folder with these files. */
const judged = async (files: Readonly<Record<string, string>>): Promise<Judged> => {
  const { findings, coverages } = await resultsOf(files, [PLUGIN]);
  const coverage = coverages.find(({ service }) => service === "sns");
  if (coverage === undefined) throw new Error("nothing was read for SNS");
  return { topics: findings.map(shown), coverage, coverages };
};

const shown = ({ resource, status, evidence }: Finding): string => {
  const place = evidence[0]?.location;
  return `${resource.name} ${status}${place === undefined ? "" : ` ${place.file}:${place.startLine}`}`;
};

const statement = (principal: string): string =>
  `{ Effect = "Allow", Principal = ${principal}, Action = "sns:Publish", Resource = "*" }`;

const hcl = (principal: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [\n${statement(principal)}] })`;

/** The policy of the topic `orders`. */
const OPEN = {
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "sns:Publish",
      Resource: "arn:aws:sns:eu-west-1:111122223333:orders",
    },
  ],
};

/** A resource of CloudFormation. */
const topicPolicy = (topic: string, principal: string): string => `
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [${topic}]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - { Effect: Allow, Principal: ${principal}, Action: sns:Publish, Resource: ${topic} }`;

const counted = ({ scope, status, listed, read, unread, files }: Coverage): unknown => ({
  scope,
  status,
  listed,
  read,
  unread,
  files,
});

describe("code with the plugin", () => {
  it("is read from Terraform: a policy beside a topic, and one in it", async () => {
    const { topics, coverage } = await judged({
      "main.tf": `
resource "aws_sns_topic" "orders" { name = "orders" }
resource "aws_sns_topic_policy" "orders" {
  arn    = aws_sns_topic.orders.arn
  policy = ${hcl('"*"')}
}
resource "aws_sns_topic" "bills" {
  name   = "bills"
  policy = ${hcl('{ AWS = "111122223333" }')}
}
resource "aws_sns_topic" "unnamed" {}
resource "aws_sns_topic_policy" "unnamed" {
  arn    = aws_sns_topic.unnamed.arn
  policy = ${hcl('"*"')}
}`,
    });
    assert.deepEqual(topics, [
      "bills SUCCESS main.tf:11",
      "orders FAILURE main.tf:6",
      "aws_sns_topic.unnamed.arn FAILURE main.tf:17",
    ]);
    assert.equal(coverage.status, "complete");
    assert.equal(coverage.listed, 3);
  });

  it("is read from a state of Terraform", async () => {
    const state = {
      format_version: "1.0",
      values: {
        root_module: {
          resources: [
            {
              address: "aws_sns_topic.orders",
              mode: "managed",
              type: "aws_sns_topic",
              values: {
                name: "orders",
                arn: "arn:aws:sns:eu-west-1:111122223333:orders",
                policy: JSON.stringify(OPEN),
              },
            },
          ],
        },
      },
    };
    const { topics } = await judged({ "state.json": JSON.stringify(state) });
    assert.deepEqual(topics, ["orders FAILURE state.json:1"]);
  });

  it("is read from a plan, at the line of the Terraform beside it, which is read too", async () => {
    const plan = {
      format_version: "1.2",
      complete: true,
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_sns_topic.orders",
              mode: "managed",
              type: "aws_sns_topic",
              values: { name: "orders", policy: JSON.stringify(OPEN) },
            },
          ],
        },
      },
      configuration: { root_module: {} },
    };
    const { topics } = await judged({
      "plan.json": JSON.stringify(plan),
      "main.tf": `resource "aws_sns_topic" "orders" {
  name   = "orders"
  policy = jsonencode(${JSON.stringify(OPEN)})
}`,
    });
    assert.deepEqual(topics, ["orders FAILURE main.tf:3", "orders FAILURE main.tf:3"]);
  });

  it("is read from CloudFormation: by name, by reference and by attribute", async () => {
    const { topics, coverage } = await judged({
      "template.yaml": `
Resources:
  Orders:
    Type: AWS::SNS::Topic
    Properties: { TopicName: orders }
  Bills:
    Type: AWS::SNS::Topic
    Properties: { TopicName: bills }
  Unnamed:
    Type: AWS::SNS::Topic
  OrdersPolicy:${topicPolicy("!Ref Orders", '"*"')}
  BillsPolicy:${topicPolicy("!GetAtt Bills.TopicArn", "{ AWS: !Ref AWS::AccountId }")}
  UnnamedPolicy:${topicPolicy("!Ref Unnamed", '"*"')}
`,
    });
    assert.deepEqual(topics, [
      "bills SUCCESS template.yaml:26",
      "orders FAILURE template.yaml:18",
      "Ref-Unnamed FAILURE template.yaml:34",
    ]);
    assert.equal(coverage.status, "complete");
    assert.equal(coverage.listed, 3);
  });

  it("is read from a policy in a file, by the topic that it names", async () => {
    const { topics } = await judged({ "policies/orders.json": JSON.stringify(OPEN) });
    assert.deepEqual(topics, ["orders FAILURE policies/orders.json:1"]);
  });

  it("has a scope of its own beside that of SES, which stays as it is without the plugin", async () => {
    const files = {
      "main.tf": `
resource "aws_sns_topic" "orders" {
  name   = "orders"
  policy = ${hcl('"*"')}
}
resource "aws_ses_domain_identity" "mail" { domain = "example.com" }`,
    };
    const [{ coverages: without }, both] = await Promise.all([resultsOf(files, []), judged(files)]);
    assert.deepEqual(both.topics, ["orders FAILURE main.tf:5"]);
    assert.deepEqual(
      both.coverages.map(({ scope, listed, status }) => `${scope} ${listed} ${status}`),
      ["files/./ses 1 complete", "files/./sns 1 complete"],
    );
    assert.deepEqual(both.coverages.slice(0, 1).map(counted), without.map(counted));
  });

  it("that writes a policy in a way that is not read is named, and the coverage is partial", async () => {
    const { topics, coverage } = await judged({
      "open.sh":
        "aws sns set-topic-attributes --topic-arn $TOPIC --attribute-name Policy --attribute-value $P\n",
    });
    assert.deepEqual(topics, []);
    assert.equal(coverage.status, "partial");
    assert.match(coverage.reason ?? "", /open\.sh:1: it writes the policy of an SNS topic/);
  });
});
