import { expect } from "chai";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { analyze } from "../../../src/analyze.ts";
import type { Coverage } from "../../../src/model/results.ts";

const OPEN = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';
const PUT = (name: string): string =>
  `aws ses put-identity-policy --identity ${name} --policy-name open --policy '${OPEN}'`;

/** One file of each place where policies are written, each open, and the line of the principal that it lets in. */
const FILES: Readonly<Record<string, readonly [text: string, line: number]>> = {
  "policy.json": [OPEN, 1],
  "policy.yaml": [
    "Statement:\n  - Effect: Allow\n    Principal: '*'\n    Action: ses:SendEmail\n    Resource: '*'\n",
    3,
  ],
  "open.sh": [`#!/bin/sh\n${PUT("sh.example.com")}\n`, 2],
  "README.md": [`# Mail\n\n\`\`\`sh\n${PUT("md.example.com")}\n\`\`\`\n`, 4],
  ".github/workflows/mail.yml": [`jobs:\n  a:\n    steps:\n      - run: ${PUT("ci.example.com")}\n`, 4],
  "playbook.yml": [
    `- hosts: all\n  tasks:\n    - community.aws.ses_identity_policy:\n        identity: ansible.example.com\n        policy_name: open\n        policy: '${OPEN}'\n`,
    6,
  ],
  "Pulumi.yaml": [
    `resources:\n  p:\n    type: aws:ses:IdentityPolicy\n    properties:\n      identity: pulumi.example.com\n      policy: '${OPEN}'\n`,
    6,
  ],
  "upbound.yaml": [
    `apiVersion: ses.aws.upbound.io/v1beta1\nkind: IdentityPolicy\nmetadata: {name: p}\nspec:\n  forProvider:\n    identity: upbound.example.com\n    policy: '${OPEN}'\n`,
    7,
  ],
  "index.ts": [
    `new aws.ses.IdentityPolicy("p", {\n  identity: "ts.example.com",\n  policy: JSON.stringify(${OPEN}),\n});\n`,
    3,
  ],
  "put.py": [
    `client.put_identity_policy(\n    Identity="py.example.com",\n    Policy=json.dumps(${OPEN}))\n`,
    3,
  ],
  "template.yaml": [
    `Resources:\n  P:\n    Type: Custom::IdentityPolicy\n    Properties:\n      Identity: cfn.example.com\n      PolicyName: open\n      Policy: '${OPEN}'\n`,
    7,
  ],
  "main.tf": [
    `resource "null_resource" "p" {\n  provisioner "local-exec" {\n    command = <<-EOT\n      ${PUT("tf.example.com")}\n    EOT\n  }\n}\n`,
    4,
  ],
};

const NOT_READ: Readonly<Record<string, string>> = {
  "main.go": "package main\n\nvar _ = client.PutIdentityPolicy(ctx, input)\n",
  "mail.rb": "client.put_identity_policy(identity: id)\n",
};

describe("a folder with one file of each place", () => {
  let folder = "";
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "each-place-")));
    const texts = Object.entries(FILES).map(([path, [text]]) => [path, text] as const);
    for (const [path, text] of [...texts, ...Object.entries(NOT_READ)]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("gives each policy its verdict on its line, and names what is not read", async () => {
    const failures: string[] = [];
    const coverage: Coverage[] = [];
    for await (const record of analyze({ paths: ["."], cwd: folder, now: "2026-11-29T00:00:00Z" })) {
      if (record.kind === "coverage") coverage.push(record);
      else if ("status" in record && "ruleId" in record && record.kind !== "gone")
        if (record.ruleId === "SES-003" && record.status === "FAILURE" && record.location !== null)
          failures.push(`${record.location.file}:${record.location.startLine}`);
    }
    expect(failures.toSorted()).to.deep.equal(
      Object.entries(FILES)
        .map(([path, [, line]]) => `${path}:${line}`)
        .toSorted(),
    );
    expect(
      coverage
        .flatMap(({ files }) => files)
        .filter(({ status }) => status === "not-understood")
        .map(({ path }) => path),
    ).to.deep.equal(Object.keys(NOT_READ).toSorted());
    expect(coverage.map(({ status }) => status)).to.deep.equal(["partial"]);
  });
});
