import { expect } from "chai";
import { analyzeFiles } from "../folder-of.ts";

/** Text that uses a writer in a language or a way that no reader takes, and the line of the use. */
const NOT_READ: Readonly<Record<string, readonly [text: string, line: number]>> = {
  "main.go": ["package main\n\nfunc f() { svc.PutIdentityPolicyWithContext(ctx, input) }\n", 3],
  "Mail.java": ["// x\nses.putIdentityPolicy(new PutIdentityPolicyRequest());\n", 2],
  "mail.rb": ["client.put_identity_policy(identity: id, policy: text)\n", 1],
  "mail.php": ["<?php\n$client->putIdentityPolicy(['Identity' => $id]);\n", 2],
  "mail.ps1": ["Write-SESIdentityPolicy -Identity $id -Policy $text\n", 1],
  "mail.rs": ["client.create_email_identity_policy()\n  .send()\n", 1],
  "machine.asl.json": [
    '{\n"States": {"A": {"Resource": "arn:aws:states:::aws-sdk:ses:putIdentityPolicy"}}}\n',
    2,
  ],
  Rakefile: ["sh 'aws ses put-identity-policy --identity x'\n", 1],
  "pulumi.go": ['ses.NewIdentityPolicy(ctx, "p", args)\n', 1],
  "broken.yaml": ["a: [\nkind: IdentityPolicy\n", 2],
  "latin1.rb": ["# \u00e9\nclient.put_identity_policy(x)\n", 2],
};

/** Text that speaks of SES, or of identity policies, and writes none. */
const MENTIONS: Readonly<Record<string, string>> = {
  "chart/templates/deployment.yaml":
    'metadata:\n  name: {{ include "app" . }}\nenv:\n  - name: AWS_SES_REGION\n    value: {{ .Values.ses.region | quote }}\n  resources:\n    {{- toYaml .Values.resources }}\n',
  ".vscode/settings.json": '{\n  // words\n  "cSpell.words": ["aws_ses_identity", "ses:SendEmail"],\n}\n',
  "tsconfig.json": '{ /* ses: no */ "compilerOptions": { "strict": true, } }',
  "events.jsonl": '{"a":"ses:SendEmail"}\n{"b":2}\n',
  "trail.jsonl": '{"eventName":"PutIdentityPolicy","eventSource":"ses.amazonaws.com"}\n{"b":2}\n',
  "rule.json": '{"detail":{"eventName":["PutIdentityPolicy"],"eventSource":["ses:x"]}}',
  "events.json": '{"a":"ses:SendEmail"}\n{"b":2}\n',
  "two.yaml": "a: ses:SendEmail\n---\nb: 2\n",
  "README.md":
    "The module has `aws_ses_identity_policy`; see ses:PutIdentityPolicy and the `put-identity-policy` command.\n",
  "admin-policy.json":
    '{"Statement":[{"Effect":"Allow","Action":["ses:PutIdentityPolicy","ses:CreateEmailIdentityPolicy"],"Resource":"*"}]}',
  "notes.txt": "identity policy, identity-policy and IdentityPolicy are words\n",
  "comment.go": "package main\n// svc.PutIdentityPolicy(input)\n",
  "read.rb": "client.get_identity_policies(identity: id)\nclient.delete_identity_policy(identity: id)\n",
};

describe("the table of readers", () => {
  for (const [path, [text, line]] of Object.entries(NOT_READ))
    it(`names ${path}, which writes a policy and is not understood, with its line`, async () => {
      const { scope } = await analyzeFiles({
        [path]: path.startsWith("latin1") ? Buffer.from(text, "latin1") : text,
      });
      expect(scope.status).to.equal("partial");
      expect(scope.files?.[0]).to.include({ path, status: "not-understood", line });
      expect(scope.reason).to.include(`${path}:${line}: `);
    });

  for (const [path, text] of Object.entries(MENTIONS))
    it(`leaves ${path} alone, which merely mentions SES`, async () => {
      const { scope } = await analyzeFiles({ [path]: text });
      expect(scope.files?.map(({ status }) => status)).to.deep.equal(["skipped"]);
      expect(scope.status).to.equal("complete");
    });

  it("tells nobody how to program with the library that reads YAML", async () => {
    const { scope } = await analyzeFiles({ "a.yaml": "kind: IdentityPolicy\n---\nx: [\n" });
    expect(JSON.stringify(scope)).not.to.match(/parseAllDocuments|YAML\.\w+\(/);
  });

  for (const [encoding, mark] of [
    ["utf16le", "\ufeff"],
    ["utf8", "\ufeff"],
  ] as const)
    it(`reads ${encoding} with a byte order mark`, async () => {
      const policy =
        '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';
      const { identities } = await analyzeFiles({ "p.json": Buffer.from(mark + policy, encoding) });
      expect(identities.map(({ name }) => name)).to.deep.equal(["p"]);
    });
});
