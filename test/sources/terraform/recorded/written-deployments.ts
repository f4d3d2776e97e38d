import type { Deployment } from "./random-deployment.ts";

const IDENTITY = 'resource "aws_ses_domain_identity" "d" {\n  domain = "a.example"\n}\n';

const policy = (expression: string, more = ""): string =>
  `resource "aws_ses_identity_policy" "p" {\n${more}  identity = aws_ses_domain_identity.d.arn\n  name = "p"\n  policy = ${expression}\n}\n`;

const statement = (who: string): string =>
  `{ Effect = "Allow", Principal = { AWS = ${who} }, Action = "ses:SendEmail", Resource = aws_ses_domain_identity.d.arn }`;

const encoded = (who: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [${statement(who)}] })`;

const block = (who: string, more = ""): string =>
  `  statement {\n    actions = ["ses:SendEmail"]\n    resources = [aws_ses_domain_identity.d.arn]\n${more}    principals {\n      type = "AWS"\n      identifiers = ${who}\n    }\n  }\n`;

const document = (name: string, body: string, head = ""): string =>
  `data "aws_iam_policy_document" "${name}" {\n${head}${body}}\n`;

const DOCUMENT = "data.aws_iam_policy_document.x.json";

/** Forms that people write and chance does not make. */
export const WRITTEN_DEPLOYMENTS: readonly Deployment[] = [
  // Overriding files
  {
    "main.tf": `${IDENTITY}locals {\n  who = ["111122223333"]\n  more = "x"\n}\n${policy(encoded("local.who"))}`,
    "override.tf": 'locals {\n  who = ["*"]\n}\n',
  },
  {
    "main.tf": `${IDENTITY}${document("x", block('["111122223333"]'))}${policy(DOCUMENT)}`,
    "more_override.tf": document("x", block('["444455556666"]') + block('["*"]')),
  },
  {
    "main.tf": `variable "who" {\n  type = string\n  default = "111122223333"\n}\n${IDENTITY}${policy(encoded("var.who"))}`,
    "a_override.tf": 'variable "who" {\n  default = "*"\n}\n',
    "b_override.tf": `resource "aws_ses_identity_policy" "p" {\n  name = "other"\n}\n`,
  },
  // Files of values
  {
    "main.tf": `variable "who" {\n  type = list(string)\n}\nvariable "t" {\n  type = string\n}\n${IDENTITY}${policy(encoded("var.who"))}`,
    "terraform.tfvars.json": '{ "who": [111122223333, "$${x}"], "t": "${y}" }',
  },
  {
    "main.tf": `variable "who" {\n  type = list(string)\n  default = []\n}\n${IDENTITY}${policy(encoded("var.who"))}`,
    "terraform.tfvars": 'who = ["111122223333"]\n',
    "b.auto.tfvars": 'who = ["*"]\n',
    "a.auto.tfvars": 'who = ["444455556666"]\n',
  },
  // Modules and what they hand back
  {
    "main.tf": `${IDENTITY}module "doc" {\n  source = "./doc"\n  for_each = { a = "111122223333", b = "*" }\n  who = each.value\n  arn = aws_ses_domain_identity.d.arn\n}\n${policy("module.doc[each.key].json", '  for_each = toset(["a", "b"])\n').replace('"p"\n  policy', '"p-${each.key}"\n  policy')}`,
    "doc/main.tf": `variable "who" {}\nvariable "arn" {}\n${document("x", block("[var.who]").replace("aws_ses_domain_identity.d.arn", "var.arn"))}output "json" {\n  value = ${DOCUMENT}\n}\n`,
  },
  {
    "main.tf": `${IDENTITY}module "doc" {\n  source = "./doc"\n  count = 2\n  who = count.index == 0 ? "*" : "111122223333"\n}\n${document("x", "", "  source_policy_documents = module.doc[*].json\n")}${policy(DOCUMENT)}`,
    "doc/main.tf": `variable "who" {}\n${document("x", block("[var.who]").replace("aws_ses_domain_identity.d.arn", '"*"'))}output "json" {\n  value = ${DOCUMENT}\n}\n`,
  },
  {
    "main.tf": `module "outer" {\n  source = "./outer"\n  settings = { who = ["111122223333"] }\n}\n`,
    "outer/main.tf": `variable "settings" {\n  type = object({ who = optional(list(string), ["*"]), name = optional(string, "b.example") })\n}\nmodule "inner" {\n  source = "../inner"\n  who = var.settings.who\n  domain = var.settings.name\n}\n`,
    "inner/main.tf": `variable "who" {\n  type = set(string)\n}\nvariable "domain" {}\n${IDENTITY.replace('"a.example"', "var.domain")}${policy(encoded("var.who"))}`,
  },
  // Several documents as one
  {
    "main.tf": `${IDENTITY}${document("each", block("[each.value]", "    sid = each.key\n"), '  for_each = { One = "111122223333", Two = "*" }\n')}${document("x", "", "  source_policy_documents = [for d in data.aws_iam_policy_document.each : d.json]\n")}${policy(DOCUMENT)}`,
  },
  {
    "main.tf": `${IDENTITY}${document("each", block('["*"]', '    sid = "S${count.index}"\n    effect = count.index == 1 ? "Deny" : "Allow"\n'), "  count = 3\n")}${document("x", block('["111122223333"]', '    sid = "S1"\n'), "  override_policy_documents = data.aws_iam_policy_document.each[*].json\n")}${policy(DOCUMENT)}`,
  },
  {
    "main.tf": `${IDENTITY}${document("a", block('["*"]', '    sid = "S"\n'))}${document("x", block('["111122223333"]', '    sid = "S"\n'), "  source_policy_documents = [data.aws_iam_policy_document.a.minified_json]\n")}${policy(DOCUMENT)}`,
  },
  {
    "main.tf": `${IDENTITY}${document("x", block('["*"]'), "  depends_on = [aws_ses_domain_identity.d]\n")}${policy(DOCUMENT)}`,
  },
  // dynamic
  {
    "main.tf": `${IDENTITY}locals {\n  rules = { a = { who = ["111122223333"], conditions = { StringEquals = { "aws:SourceAccount" = ["1", "2"] }, Bool = { "aws:SecureTransport" = ["true"] } } }, b = { who = ["*"], conditions = {} } }\n}\n${document("x", '  dynamic "statement" {\n    for_each = local.rules\n    iterator = rule\n    content {\n      sid = upper(rule.key)\n      actions = ["ses:SendEmail"]\n      resources = ["*"]\n      principals {\n        type = "AWS"\n        identifiers = rule.value.who\n      }\n      dynamic "condition" {\n        for_each = flatten([for test, keys in rule.value.conditions : [for key, values in keys : { test = test, key = key, values = values }]])\n        iterator = c\n        content {\n          test = c.value.test\n          variable = c.value.key\n          values = c.value.values\n        }\n      }\n    }\n  }\n')}${policy(DOCUMENT)}`,
  },
  {
    "main.tf": `${IDENTITY}${document("x", '  dynamic "statement" {\n    for_each = [["111122223333", "AWS"], ["*", "AWS"], ["ses.amazonaws.com", "Service"]]\n    content {\n      actions = ["ses:SendEmail"]\n      resources = ["*"]\n      dynamic "principals" {\n        for_each = { (statement.value[1]) = statement.value[0] }\n        content {\n          type = principals.key\n          identifiers = [principals.value, statement.key]\n        }\n      }\n    }\n  }\n')}${policy(DOCUMENT)}`,
  },
  {
    "main.tf": `${IDENTITY}${document("x", '  dynamic "statement" {\n    for_each = toset(["b", "a", "b"])\n    content {\n      sid = "${statement.key}${statement.value}"\n      not_actions = ["ses:Delete*"]\n      not_resources = []\n      resources = ["*"]\n      not_principals {\n        type = "AWS"\n        identifiers = ["111122223333", "444455556666"]\n      }\n    }\n  }\n'.replace('"${', '"$${').replace('"$${', '"${'))}${policy(DOCUMENT)}`,
  },
  // Policies by other functions
  {
    "main.tf": `${IDENTITY}${policy('jsonencode(yamldecode(file("${path.module}/p.yaml")))')}`,
    "p.yaml":
      'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Principal: "*"\n    Action: ses:SendEmail\n    Resource: "*"\n',
  },
  {
    "main.tf": `${IDENTITY}locals {\n  rows = csvdecode(file("\${path.module}/who.csv"))\n}\n${policy(encoded("[for r in local.rows : r.account]"))}`,
    "who.csv": "account,name\n111122223333,a\n444455556666,b\n",
  },
  {
    "main.tf": `${IDENTITY}${policy('templatefile("${path.root}/p.tftpl", { who = { a = "111122223333", b = "*" }, arn = aws_ses_domain_identity.d.arn })')}`,
    "p.tftpl":
      '${jsonencode({\n  Statement = [for k, w in who : {\n    Sid = k\n    Effect = "Allow"\n    Principal = { AWS = w }\n    Action = "ses:SendEmail"\n    Resource = arn\n  }]\n})}\n',
  },
  {
    "main.tf": `${IDENTITY}locals {\n  ids = regexall("[0-9]{12}", "a 111122223333 b 444455556666")\n  one = one([for i in local.ids : i if i != "111122223333"])\n}\n${policy(encoded("local.one"))}`,
  },
  {
    "main.tf": `data "aws_partition" "current" {}\n${IDENTITY}${policy(encoded('"arn:${data.aws_partition.current.partition}:iam::111122223333:root"'))}${policy(`jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ses.\${data.aws_partition.current.dns_suffix}" }, Action = "*", Resource = "*" }] })`).replace('"p" {', '"q" {').replace('name = "p"', 'name = "q"')}`,
  },
  {
    "main.tf": `${IDENTITY}locals {\n  env = terraform.workspace == "default" ? "*" : "111122223333"\n}\n${policy(encoded("local.env"))}`,
  },
  // JSON syntax, and what surrounds a resource
  {
    "main.tf.json": JSON.stringify({
      variable: { who: { type: "list(string)", default: ["*"] } },
      resource: {
        aws_ses_domain_identity: { d: { domain: "a.example" } },
        aws_ses_identity_policy: {
          p: {
            for_each: '${toset(["x", "y"])}',
            identity: "${aws_ses_domain_identity.d.domain}",
            name: "p-${each.key}",
            policy: "${data.aws_iam_policy_document.x.json}",
          },
        },
      },
      data: {
        aws_iam_policy_document: {
          x: {
            statement: [
              {
                actions: ["ses:SendEmail"],
                resources: ["${aws_ses_domain_identity.d.arn}"],
                principals: { type: "AWS", identifiers: "${var.who}" },
                dynamic: {
                  condition: {
                    for_each: ["a", "b"],
                    content: {
                      test: "StringEquals",
                      variable: "aws:PrincipalTag/${condition.value}",
                      values: ["&{aws:username}", "${condition.key}"],
                    },
                  },
                },
              },
            ],
          },
        },
      },
    }),
  },
  {
    "main.tf": `${IDENTITY}${policy(encoded('"*"'), '  count = length(compact(["", "x"]))\n  lifecycle {\n    prevent_destroy = true\n    ignore_changes = [policy]\n  }\n')}check "c" {\n  assert {\n    condition = aws_ses_domain_identity.d.domain != ""\n    error_message = "x"\n  }\n}\nmoved {\n  from = aws_ses_identity_policy.old\n  to = aws_ses_identity_policy.p\n}\n`,
  },
  {
    "main.tf": `${IDENTITY}resource "terraform_data" "who" {\n  input = ["111122223333", "*"]\n}\n${policy(encoded("terraform_data.who.output"))}`,
  },
];
