import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isProblem } from "../../../src/model/problem.ts";
import { isResourceRecord, type ScopeRecord, type SnapshotRecord } from "../../../src/model/snapshot.ts";
import { analyze } from "../analyze.ts";

const POLICY = JSON.stringify({
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: "arn:aws:ses:eu-west-1:111122223333:identity/example.com",
    },
  ],
});

const idsOf = (records: readonly SnapshotRecord[]): readonly string[] =>
  records.filter(isResourceRecord).map(({ id }) => id);

const scopeOf = (records: readonly SnapshotRecord[]): ScopeRecord => {
  const last = records.at(-1);
  if (last?.kind !== "scope") throw new Error("the last record is no scope");
  return last;
};

const statusesOf = (records: readonly SnapshotRecord[]): Readonly<Record<string, string>> =>
  Object.fromEntries((scopeOf(records).files ?? []).map(({ path, status }) => [path, status]));

describe("a folder", () => {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "folder-")));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };

  const git = (...command: readonly string[]): void => {
    execFileSync("git", command, { cwd: folder, stdio: "ignore" });
  };

  for (const repository of [true, false])
    it(`leaves ignored files out ${repository ? "with" : "without"} git`, async () => {
      if (repository) git("init");
      write({
        ".gitignore": "ignored.json\nout/\n!out/kept.json\n",
        "a.json": POLICY,
        "ignored.json": POLICY,
        "out/b.json": POLICY,
        "sub/.gitignore": "*.json\n!c.json\n",
        "sub/c.json": POLICY,
        "sub/d.json": POLICY,
        "node_modules/e.json": POLICY,
        ".terraform/modules/f.json": POLICY,
      });
      expect(idsOf(await analyze(["."], { cwd: folder }))).to.deep.equal([
        "iac:a.json#example.com",
        "iac:sub/c.json#example.com",
      ]);
    });

  it("reads a folder that is ignored as a whole when it is named", async () => {
    git("init");
    write({ ".gitignore": "cdk.out/\n", "cdk.out/p.json": POLICY });
    expect(idsOf(await analyze(["cdk.out"], { cwd: folder }))).to.deep.equal([
      "iac:cdk.out/p.json#example.com",
    ]);
  });

  it("names files from the repository's root, wherever it is called", async () => {
    git("init");
    write({ "infra/mail/p.json": POLICY });
    const expected = ["iac:infra/mail/p.json#example.com"];
    for (const [path, cwd] of [
      ["infra", folder],
      [".", join(folder, "infra")],
      [join(folder, "infra"), tmpdir()],
    ] as const) {
      const records = await analyze([path], { cwd });
      expect(idsOf(records)).to.deep.equal(expected);
      expect(scopeOf(records).id).to.equal("files/infra/ses");
    }
  });

  it("tells what became of every file", async () => {
    write({
      "a.json": POLICY,
      "b.json": '{"Statement": [{"Action": "ses:SendEmail"',
      "c.json": '{"name":"else"}',
      "d.md": "# ses: nothing",
      "e.tf": 'resource "aws_s3_bucket" "b" {}\n',
      "f.json": '{"Statement":[{"Effect":"Allow","Action":"ses:SendEmail","Resource":"*"}]}',
      "g.yaml": "Resources: [ses:\n",
      "i.yaml": "kind: Job\n---\nses: [\n",
    });
    symlinkSync("/etc/hostname", join(folder, "h.json"));
    const records = await analyze(["."], { cwd: folder });
    expect(statusesOf(records)).to.deep.equal({
      "a.json": "judged",
      "b.json": "not-understood",
      "c.json": "skipped",
      "d.md": "skipped",
      "e.tf": "skipped",
      "f.json": "skipped",
      "g.yaml": "not-understood",
      "h.json": "not-understood",
      "i.yaml": "skipped",
    });
    const { status, listed, reason, files = [] } = scopeOf(records);
    expect({ status, listed }).to.deep.equal({ status: "partial", listed: 1 });
    expect(reason).to.match(/^3 files could not be understood, such as b\.json:1: /);
    expect(files.every((note) => note.status === "judged" || note.reason !== undefined)).to.equal(true);
  });

  it("counts thousands of files that concern nobody instead of listing them", async () => {
    write(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`src/${index}.ts`, "x"])));
    write({ "a.json": POLICY });
    expect(scopeOf(await analyze(["."], { cwd: folder })).files).to.deep.equal([
      { path: ".", status: "skipped", reason: "150 files: not a file that can hold a policy (.ts 150)" },
      { path: "a.json", status: "judged" },
    ]);
  });

  it("does not follow a link out of the tree, not for file() either", async () => {
    write({
      "repo/main.tf":
        'resource "aws_ses_identity_policy" "p" {\n  identity = "example.com"\n  name = "p"\n  policy = file("link.json")\n}\n',
      "outside.json": POLICY,
    });
    symlinkSync("../outside.json", join(folder, "repo/link.json"));
    const [record] = await analyze(["."], { cwd: join(folder, "repo") });
    expect(record).to.have.nested.property("policies[0].document", "null");
  });

  it("is the same when it is named twice or beside its own files", async () => {
    write({ "sub/a.json": POLICY });
    const once = await analyze(["sub"], { cwd: folder });
    expect(await analyze(["sub", "sub/", "sub/a.json"], { cwd: folder })).to.deep.equal(once);
  });

  it("judges a file that Terraform reads once, as Terraform does", async () => {
    write({
      "main.tf":
        'resource "aws_ses_identity_policy" "p" {\n  identity = "example.com"\n  name = "p"\n  policy = file("p.json")\n}\n',
      "p.json": POLICY,
      "terraform.tfvars": "a = 1\n",
      "prod.tfvars": "a = 1\n",
    });
    const records = await analyze(["."], { cwd: folder });
    expect(idsOf(records)).to.deep.equal(["iac:main.tf#aws_ses_identity_policy.p"]);
    expect(statusesOf(records)).to.deep.equal({
      "main.tf": "judged",
      "p.json": "judged",
      "prod.tfvars": "skipped",
      "terraform.tfvars": "judged",
    });
  });

  it("leaves out what neither Terraform nor OpenTofu reads, and names what makes Terraform", async () => {
    const open = `resource "aws_ses_identity_policy" "p" {\n  identity = "example.com"\n  name = "p"\n  policy = <<P\n${POLICY}\nP\n}\n`;
    write({
      ".old.tf": open,
      ".hidden.tofu.json": open,
      "main.tf~": open,
      "#main.tf#": open,
      "main.tf.bak": open,
      "main.tf.disabled": open,
      "main.tf.j2": open,
      "other.tf": 'output "x" {\n  value = 1\n}\n',
    });
    const records = await analyze(["."], { cwd: folder });
    expect(idsOf(records)).to.deep.equal([]);
    const named = Object.entries(statusesOf(records)).filter(([, status]) => status !== "skipped");
    expect(named).to.deep.equal([["main.tf.j2", "not-understood"]]);
  });

  it("judges one file of a module with its neighbours", async () => {
    write({
      "identity.tf": 'resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n',
      "policy.tf":
        'resource "aws_ses_identity_policy" "p" {\n  identity = aws_ses_domain_identity.d.arn\n  name = "p"\n  policy = var.policy\n}\n',
      "variables.tf": `variable "policy" {\n  default = ${JSON.stringify(POLICY)}\n}\n`,
      "other.tf": 'resource "aws_ses_domain_identity" "o" {\n  domain = "other.example.com"\n}\n',
    });
    for (const named of ["identity.tf", "policy.tf", "variables.tf"])
      expect(idsOf(await analyze([named], { cwd: folder })), named).to.deep.equal([
        "iac:identity.tf#aws_ses_domain_identity.d",
      ]);
  });

  it("refuses a folder without files", async () => {
    const refused = await analyze(["."], { cwd: folder }).then(
      () => null,
      (error: unknown) => (isProblem(error) ? error.problem : null),
    );
    expect(refused).to.deep.include({ kind: "usage" });
  });

  it("says how many files a sparse working tree leaves out", async () => {
    git("init");
    write({ "a.json": POLICY, "b.json": POLICY, "c.json": POLICY });
    git("add", ".");
    git("update-index", "--skip-worktree", "b.json");
    for (const name of ["b.json", "c.json"]) rmSync(join(folder, name));
    const { files, status } = scopeOf(await analyze(["."], { cwd: folder }));
    expect(status).to.equal("complete");
    expect(files).to.deep.equal([
      {
        path: ".",
        status: "skipped",
        reason: "1 file that git tracks is not in the working tree, which is sparse",
      },
      { path: "a.json", status: "judged" },
    ]);
  });

  it("does not run what the repository's own configuration names", async () => {
    git("init");
    write({ "a.json": POLICY });
    git("add", "a.json");
    git("config", "core.fsmonitor", `touch '${join(folder, "ran")}' #`);
    await analyze(["."], { cwd: folder });
    expect(existsSync(join(folder, "ran"))).to.equal(false);
  });
});
