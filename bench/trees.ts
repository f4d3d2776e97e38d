/** A file of a generated tree. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What a monorepo holds beside infrastructure, by its ending. */
const OTHER_KINDS: Readonly<Record<string, (index: number) => string | Uint8Array>> = {
  ts: (index) =>
    `import { a } from "./b";\nexport const x${index} = async (p: string) => {\n  const r = await fetch(p);\n  return r.json();\n};\n`.repeat(
      20,
    ),
  py: (index) => `import os\n\ndef f${index}(a):\n    return os.environ.get("X", a)\n`.repeat(30),
  md: (index) => `# Title ${index}\n\nSome words and a [link](x).\n`.repeat(30),
  json: (index) =>
    JSON.stringify({ name: `p${index}`, list: Array.from({ length: 60 }, (_, id) => ({ id, v: `x${id}` })) }),
  yaml: (index) => `name: a${index}\njobs:\n  build:\n    steps:\n      - run: npm test\n`.repeat(10),
  go: (index) => `package a\n\nfunc F${index}() error {\n\treturn nil\n}\n`.repeat(40),
  sh: (index) => `#!/bin/sh\nset -e\necho ${index}\nterraform apply -auto-approve\n`.repeat(5),
  css: (index) => `.a${index} { color: red }\n`.repeat(100),
  html: (index) => `<p>${index}</p>\n`.repeat(100),
  png: (index) => new Uint8Array(4000).fill(index % 255),
};

/** 10,000 files of ten kinds, none of which has to do with mail. */
export function* otherFiles(): Iterable<GeneratedFile> {
  const kinds = Object.entries(OTHER_KINDS);
  for (let index = 0; index < 10_000; index += 1) {
    const [ending = "", content] = kinds[index % kinds.length] ?? [];
    if (content !== undefined)
      yield { path: `d${index % 100}/s${index % 7}/f${index}.${ending}`, content: content(index) };
  }
}

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

/** 2,000 files of Terraform: stacks that share a module, every fourth with an identity of its own. */
export function* terraformFiles(): Iterable<GeneratedFile> {
  yield { path: "modules/mail/main.tf", content: MODULE };
  let count = 1;
  for (let index = 0; count < FILES; index += 1)
    for (const [name, content] of Object.entries(stack(index))) {
      if (count >= FILES) return;
      yield { path: `stacks/stack-${index}/${name}`, content };
      count += 1;
    }
}
