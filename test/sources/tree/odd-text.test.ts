import { expect } from "chai";
import { judgeFiles } from "../judge-files.ts";
import { processorTime } from "../../support/processor-time.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

const YAML =
  "Statement:\n  - Effect: Allow\n    Principal: '*'\n    Action: ses:SendEmail\n    Resource: '*'\n";

const TEMPLATE = `Resources:\n  P:\n    Type: Custom::SesIdentityPolicy\n    Properties:\n      Identity: a.example\n      Policy:\n${YAML.replaceAll(/^(?=.)/gm, "        ")}`;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const utf32 = (text: string, order: "LE" | "BE"): Uint8Array => {
  const bytes = Buffer.alloc(4 * text.length);
  for (let at = 0; at < text.length; at += 1)
    bytes[order === "LE" ? "writeUInt32LE" : "writeUInt32BE"](text.charCodeAt(at), 4 * at);
  return bytes;
};

const nested = (times: number): string =>
  Array.from({ length: times }).reduce<string>((text) => JSON.stringify({ Payload: text }), OPEN);

/** Policies in texts that hide them, and how each is met. */
const MET: Readonly<Record<string, readonly [Readonly<Record<string, string | Uint8Array>>, string]>> = {
  "YAML in a text file": [{ "policy.txt": `# mail\n---\n${YAML}` }, "FAILURE policy.txt:5"],
  "YAML in a template of any name": [{ "policy.j2": YAML }, "FAILURE policy.j2:3"],
  "YAML without an ending": [{ policy: YAML }, "FAILURE policy:3"],
  "CloudFormation in a text file": [{ "stack.txt": TEMPLATE }, "FAILURE stack.txt:9"],
  "CloudFormation in a file of another ending": [{ "stack.cfn": TEMPLATE }, "FAILURE stack.cfn:9"],
  "YAML that a tool still fills in": [{ "policy.tmpl": `${YAML}{{ if .more }}\n` }, "FAILURE policy.tmpl:3"],
  "text that begins as YAML and is none": [{ "policy.tmpl": `${YAML}  ]: [\n` }, "unread policy.tmpl:6"],
  "Base64 in a manifest": [{ "secret.yaml": `data:\n  policy: ${base64(OPEN)}\n` }, "unread secret.yaml:2"],
  "Base64 that begins elsewhere": [{ "a.rb": `x = "${base64(` ${OPEN}`)}"\n` }, "unread a.rb:1"],
  "Base64 of a script": [
    {
      "main.tf": `resource "aws_instance" "i" {\n  user_data_base64 = "${base64(`#!/bin/sh\necho '${OPEN}'\n`)}"\n}\n`,
    },
    "unread main.tf:2",
  ],
  "Base64 in lines": [
    { "a.yaml": `policy: |\n  ${base64(OPEN).replaceAll(/.{64}/g, "$&\n  ")}\n` },
    "unread a.yaml:2",
  ],
  "percent-encoding": [{ "a.json": JSON.stringify({ p: encodeURIComponent(OPEN) }) }, "unread a.json:1"],
  "entities of XML": [
    { "job.xml": `<job command="${OPEN.replaceAll('"', "&quot;")}"/>\n` },
    "unread job.xml:1",
  ],
  "a call of a function whose payload is encoded three times": [
    {
      "t.json": JSON.stringify({
        Resources: { P: { Type: "Custom::AWS", Properties: { Create: nested(3) } } },
      }),
    },
    "unread t.json:1",
  ],
  "UTF-16 without a byte order mark": [
    { "policy.json": Buffer.from(OPEN, "utf16le") },
    "FAILURE policy.json:1",
  ],
  "UTF-32": [{ "policy.json": utf32(OPEN, "LE") }, "unread policy.json:"],
  "UTF-32 with a byte order mark, in a text file": [
    { "policy.txt": utf32(`\uFEFF${OPEN}`, "LE") },
    "unread policy.txt:",
  ],
  "UTF-32 of the other order": [{ "deploy.sh": utf32(OPEN, "BE") }, "unread deploy.sh:"],
  "Terraform that git-crypt has encrypted": [{ "main.tf": "\0GITCRYPT\0abc" }, "unread main.tf:"],
  "Terraform that Git LFS keeps": [
    { "main.tf": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n" },
    "unread main.tf:",
  ],
  "a vault of Ansible that is called so": [
    { "ses_policy.yml": "$ANSIBLE_VAULT;1.1;AES256\n6230\n" },
    "unread ses_policy.yml:",
  ],
  "values that SOPS has encrypted": [
    { "ses-policy.yaml": "policy: ENC[AES256_GCM,data:abc,type:str]\nsops:\n  version: 3.7\n" },
    "unread ses-policy.yaml:",
  ],
  "an encrypted state": [
    {
      "terraform.tfstate": JSON.stringify({
        serial: 1,
        lineage: "a",
        meta: { "key_provider.pbkdf2.k": "e30=" },
        encrypted_data: "AAAA",
        encryption_version: "v0",
      }),
    },
    "unread terraform.tfstate:",
  ],
};

describe("a policy in an odd text does not pass in silence", () => {
  for (const [title, [files, met]] of Object.entries(MET))
    it(`in ${title}`, async () => {
      const { findings, coverage } = await judgeFiles(files);
      const failures = findings
        .filter(({ status }) => status !== "SUCCESS")
        .map(({ status, location }) => `${status} ${location?.file ?? ""}:${location?.startLine ?? ""}`);
      const unread = (coverage.files ?? [])
        .filter(({ status }) => status === "not-understood")
        .map(({ path, line }) => `unread ${path}:${line ?? ""}`);
      expect([...failures, ...unread]).to.deep.equal([met]);
    });

  it("and other encoded texts are none", async () => {
    const role = OPEN.replaceAll("ses:SendEmail", "s3:GetObject");
    const { coverage } = await judgeFiles({
      "a.yaml": `policy: ${base64(role)}\nword: ${base64("Principal ".repeat(50))}\nu: ${encodeURIComponent(role)}\n`,
      "vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n6230\n",
      "b.bin": Buffer.from([0, 0, 0, 1, 2, 3]),
      "policy.spec.ts": `const p = "${base64(OPEN)}";\n`,
    });
    expect(coverage.status).to.equal("complete");
  });

  it("and looks at a hostile text once", async () => {
    const begun = processorTime();
    const piece = base64(`${OPEN.replaceAll("ses:", "sqs:")}${" ".repeat(30)}`);
    const { coverage } = await judgeFiles({
      "a.yaml": `a: ${`${piece} `.repeat(3_000)}\nb: ${"%22Principal%22".repeat(20_000)}\nc: ${"Principal".repeat(50_000)}\n`,
      "b.yaml": `c: ${`${piece} `.repeat(30_000)}\n`,
    });
    expect(
      coverage.files?.filter(({ status }) => status === "not-understood").map(({ path }) => path),
    ).to.deep.equal(["b.yaml"]);
    expect(processorTime() - begun).to.be.lessThan(5_000);
  });
});
