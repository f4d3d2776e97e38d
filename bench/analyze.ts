import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isResourceRecord } from "../src/model/snapshot.ts";
import { analyzeSource } from "../src/sources/tree/analyze-source.ts";

const FILES = 2_000;

/** What a monorepo holds most of: infrastructure that has nothing to do with mail. */
const other = (index: number): string =>
  Array.from(
    { length: 6 },
    (_, block) => `resource "aws_s3_bucket" "bucket_${index}_${block}" {
  bucket = "\${var.prefix}-\${terraform.workspace}-${index}-${block}"
  tags   = merge(local.tags, { Name = "bucket-${block}", Stage = var.stage })
}
`,
  ).join("\n");

/** Every stack calls the shared module; every fourth declares an identity of its own. */
const stack = (index: number): Readonly<Record<string, string>> => ({
  "main.tf": `module "mail" {
  source  = "../../modules/mail"
  domain  = "stack-${index}.example.com"
  senders = ${index % 10 === 0 ? '["*"]' : '["444455556666"]'}
}
`,
  "variables.tf": 'variable "prefix" {\n  default = "p"\n}\n\nvariable "stage" {\n  default = "dev"\n}\n',
  "locals.tf": 'locals {\n  tags = { Team = "mail" }\n}\n',
  "storage.tf": other(index),
  ...(index % 4 === 0
    ? {
        "identity.tf": `resource "aws_ses_domain_identity" "own" {
  domain = "own-${index}.example.com"
}

resource "aws_ses_identity_policy" "own" {
  identity = aws_ses_domain_identity.own.arn
  name     = "own"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "ses:SendEmail", Resource = aws_ses_domain_identity.own.arn }]
  })
}
`,
      }
    : {}),
});

const MODULE = `variable "domain" {}

variable "senders" {
  type = list(string)
}

resource "aws_ses_domain_identity" "this" {
  domain = var.domain
}

data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["ses:SendEmail", "ses:SendRawEmail"]
    resources = [aws_ses_domain_identity.this.arn]
    principals {
      type        = "AWS"
      identifiers = var.senders
    }
  }
}

resource "aws_ses_identity_policy" "this" {
  identity = aws_ses_domain_identity.this.arn
  name     = "send"
  policy   = data.aws_iam_policy_document.this.json
}
`;

const generate = (folder: string): number => {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("modules/mail/main.tf", MODULE);
  let count = 1;
  for (let index = 0; count < FILES; index += 1)
    for (const [name, text] of Object.entries(stack(index))) {
      if (count >= FILES) break;
      write(`stacks/stack-${index}/${name}`, text);
      count += 1;
    }
  return count;
};

/** Analyses a generated monorepo of 2,000 Terraform files and prints how many files a second that is. */
export const bench = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "postern-bench-"));
  try {
    const files = generate(folder);
    for (const run of ["cold", "warm"]) {
      const start = performance.now();
      let identities = 0;
      const source = analyzeSource([folder], { cwd: folder, stdin: process.stdin });
      for await (const record of source.read(new AbortController().signal))
        if (isResourceRecord(record)) identities += 1;
      const seconds = (performance.now() - start) / 1000;
      process.stdout.write(
        `analyze, ${run}: ${files} Terraform files, ${identities} identities in ${seconds.toFixed(2)} s = ${Math.round(files / seconds)} files/s\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === import.meta.filename) await bench();
