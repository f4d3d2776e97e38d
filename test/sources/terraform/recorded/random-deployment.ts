import type { Random } from "./random.ts";

/** The files of a configuration that gives SES identities policies, by path. */
export type Deployment = Readonly<Record<string, string>>;

/** Texts of Terraform that one place can take, to choose from. */
type Choices = readonly [string, ...string[]];

const ACCOUNTS: Choices = ["111122223333", "444455556666", "000000000000", "777788889999"];
const SERVICES: Choices = ["cognito-idp.amazonaws.com", "ses.amazonaws.com"];

const quoted = (text: string): string => JSON.stringify(text);

const several = (random: Random, most: number, make: () => string): readonly string[] =>
  Array.from({ length: random.below(most + 1) }, make);

const listOf = (items: readonly string[]): string => `[${items.join(", ")}]`;

/** A declaration; now and then the value is given by a file, and the default is another or none. */
interface Declared {
  readonly name: string;
  readonly type: string;
  readonly value: () => string;
  readonly more?: string;
}

const objectOf = (members: Readonly<Record<string, string | null>>): string =>
  `{ ${Object.entries(members)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ")} }`;

const variablesOf = (random: Random): readonly Declared[] => {
  const account = (): string => random.pick([quoted(random.pick(ACCOUNTS)), random.pick(ACCOUNTS)]);
  const maybe = (text: () => string): string | null => (random.chance(0.5) ? text() : null);
  const actions = (): string =>
    listOf(several(random, 3, () => random.pick(['"ses:SendEmail"', '"ses:SendRawEmail"', '"ses:*"'])));
  const sender = (): string =>
    objectOf({
      accounts: maybe(() => listOf(several(random, 3, account))),
      effect: maybe(() => random.pick(['"Allow"', '"Deny"', "null"])),
      actions: maybe(actions),
      org: maybe(() => random.pick(['"o-exampleorgid"', "null", '""'])),
      on: maybe(() => random.pick(["true", "false", '"true"'])),
      sid: maybe(() => random.pick(['"One"', '"Two"', "null"])),
    });
  const names = random.pick(["list(string)", "set(string)"]);
  return [
    {
      name: "domains",
      type: names,
      value: () =>
        listOf(several(random, 3, () => random.pick(['"a.example"', '"b.example"', '"c.example"']))),
    },
    {
      name: "accounts",
      type: random.pick(["list(string)", "set(string)"]),
      value: () => listOf(several(random, 3, account)),
    },
    {
      name: "who",
      type: random.pick(["list(string)", "set(string)", "any"]),
      value: () =>
        listOf(
          several(random, 2, () =>
            random.pick(['"*"', '"arn:aws:iam::111122223333:root"', '"arn:aws:iam::444455556666:role/mail"']),
          ),
        ),
    },
    { name: "open", type: "bool", value: () => random.pick(["true", "false", '"false"']) },
    {
      name: "extra",
      type: "string",
      value: () => random.pick(['"888877776666"', "null", '""', "555566667777"]),
    },
    {
      name: "csv",
      type: "string",
      value: () => random.pick(['"111122223333,444455556666"', '"222233334444"', '"*"']),
    },
    {
      name: "senders",
      type: `map(object({ accounts = optional(list(string), ["999988887777"]), effect = optional(string, ${random.pick(['"Allow"', '"Deny"'])}), actions = optional(set(string), ["ses:SendEmail"]), org = optional(string), on = optional(bool, true), sid = optional(string) }))`,
      value: () =>
        objectOf(
          Object.fromEntries(["a", "b", "x-y"].slice(0, random.below(4)).map((name) => [name, sender()])),
        ),
      ...(random.chance(0.3) ? { more: "\n  nullable = false" } : {}),
    },
    {
      name: "conditions",
      type: random.pick([
        "list(object({ test = string, variable = string, values = list(string) }))",
        "set(object({ test = string, variable = string, values = list(string) }))",
      ]),
      value: () =>
        listOf(
          several(random, 2, () =>
            random.pick([
              `{ test = "StringEquals", variable = "aws:SourceAccount", values = ${listOf(several(random, 2, account))} }`,
              '{ test = "StringLike", variable = "ses:FromAddress", values = ["*@a.example"] }',
              '{ test = "Bool", variable = "aws:SecureTransport", values = [true] }',
              '{ test = "IpAddress", variable = "aws:SourceIp", values = ["203.0.113.0/24", "198.51.100.7"] }',
              '{ test = "StringEquals", variable = "aws:PrincipalTag/team", values = ["&{aws:username}"] }',
            ]),
          ),
        ),
    },
  ];
};

const LOCALS: Readonly<Record<string, Choices>> = {
  arns: [
    '[for a in var.accounts : "arn:aws:iam::${a}:root"]',
    'formatlist("arn:aws:iam::%s:root", var.accounts)',
    '[for a in sort(tolist(var.accounts)) : format("arn:aws:iam::%s:role/%s", a, "sender") if a != "000000000000"]',
    'distinct(flatten([for k, s in var.senders : [for a in s.accounts : "arn:aws:iam::${a}:user/${k}"]]))',
  ],
  by_name: [
    "{ for k, s in var.senders : k => s.accounts }",
    "{ for k, s in var.senders : s.effect => k... }",
    '{ for a in var.accounts : a => "arn:aws:iam::${a}:root"... }',
    "merge({ for k, s in var.senders : k => s.accounts if s.on }, { b = [var.extra] })",
  ],
  enabled: [
    "{ for k, s in var.senders : k => s if s.on }",
    'tomap({ for k, s in var.senders : upper(k) => s if s.effect != "Deny" })',
    "var.senders",
  ],
  owner: [
    "data.aws_caller_identity.current.account_id",
    '"${data.aws_caller_identity.current.account_id}"',
    "coalesce(var.extra, data.aws_caller_identity.current.account_id)",
  ],
  region: [
    "data.aws_region.current.name",
    "data.aws_region.current.id",
    'try(data.aws_region.current.name, "x")',
  ],
};

/** Lists of principals of AWS. */
const PRINCIPALS: Choices = [
  "var.who",
  "local.arns",
  '["*"]',
  '["arn:aws:iam::111122223333:root"]',
  "concat(tolist(var.who), local.arns)",
  'var.open ? ["*"] : local.arns',
  'compact(tolist([var.extra, "111122223333"]))',
  "distinct(flatten([for s in var.senders : s.accounts]))",
  'flatten([for s in values(var.senders) : s.accounts if s.effect == "Allow"])',
  'try(var.senders["a"].accounts, ["222222222222"])',
  'try(tolist(local.by_name["b"]), ["222222222222"])',
  'split(",", var.csv)',
  '[for k, s in var.senders : "arn:aws:iam::${try(s.accounts[0], local.owner)}:role/${k}" if s.on]',
  'length(var.who) > 0 ? tolist(var.who) : ["arn:aws:iam::${local.owner}:root"]',
  'coalescelist(tolist(var.accounts), ["*"])',
  "[local.owner]",
  "setunion(var.accounts, [local.owner])",
  "slice(concat(tolist(var.accounts), [local.owner]), 0, 1)",
  'tolist(toset(["b", "a", "b"]))',
];

/** A statement of `jsonencode`, of an identity that goes by an ARN. */
const encodedStatement = (random: Random, arn: string): string => {
  const condition = random.pick([
    "",
    "",
    ', Condition = { StringEquals = { "aws:SourceAccount" = local.owner } }',
    ', Condition = { StringEquals = { "aws:PrincipalOrgID" = try(var.senders["a"].org, "o-a") } }',
    ", Condition = { for c in var.conditions : c.test => { (c.variable) = c.values }... }",
    ", Condition = { for c in tolist(var.conditions) : c.test => { (c.variable) = c.values } }",
    ', Condition = var.open ? {} : { Bool = { "aws:SecureTransport" = "true" } }',
  ]);
  return `{ Effect = ${random.pick(['"Allow"', 'var.open ? "Allow" : "Deny"', '"Allow"'])}, Principal = ${random.pick(
    [
      `{ AWS = ${random.pick(PRINCIPALS)} }`,
      `{ AWS = ${random.pick(PRINCIPALS)} }`,
      'var.open ? { AWS = "*" } : { AWS = local.owner }',
      `{ Service = ${quoted(random.pick(SERVICES))} }`,
      '"*"',
    ],
  )}, Action = ${random.pick(['"ses:SendEmail"', '["ses:SendEmail", "ses:SendRawEmail"]', 'try(sort(tolist(var.senders["a"].actions)), "ses:*")'])}, Resource = ${arn}${condition} }`;
};

const encodedPolicy = (random: Random, arn: string): string => {
  const statement = (): string => encodedStatement(random, arn);
  return `jsonencode({ Version = "2012-10-17", Statement = ${random.pick([
    `[${statement()}]`,
    `[${statement()}, ${statement()}]`,
    `[for k, s in local.enabled : { Sid = replace(k, "-", ""), Effect = s.effect, Principal = { AWS = s.accounts }, Action = s.actions, Resource = ${arn} }]`,
    `concat([${statement()}], [for a in var.accounts : { Effect = "Allow", Principal = { AWS = a }, Action = "ses:*", Resource = ${arn} }])`,
    `flatten([[${statement()}], var.open ? [${statement()}] : []])`,
    statement(),
  ])} })`;
};

const templatePolicy = (random: Random, arn: string): string => {
  const who = random.pick(PRINCIPALS);
  return random.pick([
    `<<-EOT\n    {\n      "Version": "2012-10-17",\n      "Statement": [\n        %{ for i, w in tolist(${who}) ~}\n        \${i == 0 ? "" : ","}{ "Effect": "Allow", "Principal": { "AWS": \${jsonencode(w)} }, "Action": "ses:SendEmail", "Resource": "\${${arn}}" }\n        %{ endfor ~}\n      ]\n    }\n  EOT\n`,
    `<<EOT\n{ "Version": "2012-10-17", "Statement": [{ "Effect": "%{ if var.open }Allow%{ else }Deny%{ endif }", "Principal": { "AWS": \${jsonencode(${who})} }, "Action": ["ses:SendEmail"], "Resource": "\${${arn}}" }] }\nEOT\n`,
    `templatefile("\${path.module}/policy.tftpl", { who = ${who}, arn = ${arn}, open = var.open })`,
    `replace(file("\${path.module}/policy.json"), "OWNER", local.owner)`,
    `jsonencode(merge(jsondecode(file("\${path.module}/policy.json")), { Id = "x" }))`,
    `format("{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"AWS\\":%s},\\"Action\\":\\"ses:SendEmail\\",\\"Resource\\":\\"%s\\"}]}", jsonencode(${who}), ${arn})`,
  ]);
};

const FILES: Deployment = {
  "policy.tftpl":
    '{ "Version": "2012-10-17", "Statement": [%{ for w in who ~}\n { "Effect": "${open ? "Allow" : "Deny"}", "Principal": { "AWS": "${w}" }, "Action": "ses:SendEmail", "Resource": "${arn}" },\n%{ endfor ~}\n { "Effect": "Deny", "Principal": "*", "Action": "ses:SendRawEmail", "Resource": "${arn}" }] }\n',
  "policy.json":
    '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Sid": "Own", "Effect": "Allow", "Principal": { "AWS": "OWNER" }, "Action": "ses:SendEmail", "Resource": "*" }]\n}\n',
};

// data "aws_iam_policy_document"

const principalsBlock = (random: Random): string =>
  random.pick([
    `    principals {\n      type = "AWS"\n      identifiers = ${random.pick(PRINCIPALS)}\n    }\n`,
    `    principals {\n      type = "*"\n      identifiers = ["*"]\n    }\n`,
    `    principals {\n      type = "Service"\n      identifiers = ${listOf(several(random, 2, () => quoted(random.pick(SERVICES))))}\n    }\n`,
    `    dynamic "principals" {\n      for_each = var.open ? ["AWS"] : ["AWS", "Service"]\n      content {\n        type = principals.value\n        identifiers = principals.key == 0 ? ${random.pick(PRINCIPALS)} : ["ses.amazonaws.com"]\n      }\n    }\n`,
    `    dynamic "principals" {\n      for_each = local.by_name\n      iterator = p\n      content {\n        type = "AWS"\n        identifiers = p.value\n      }\n    }\n`,
    `    dynamic "principals" {\n      for_each = var.who\n      content {\n        type = "AWS"\n        identifiers = [principals.value]\n      }\n    }\n`,
  ]);

const conditionBlock = (random: Random): string =>
  random.pick([
    "",
    "",
    `    condition {\n      test = "StringEquals"\n      variable = "aws:SourceAccount"\n      values = ${random.pick(PRINCIPALS)}\n    }\n`,
    `    dynamic "condition" {\n      for_each = var.conditions\n      content {\n        test = condition.value.test\n        variable = condition.value.variable\n        values = condition.value.values\n      }\n    }\n`,
    `    dynamic "condition" {\n      for_each = { for c in var.conditions : c.variable => c... }\n      iterator = each_condition\n      content {\n        test = each_condition.value[0].test\n        variable = each_condition.key\n        values = flatten(each_condition.value[*].values)\n      }\n    }\n`,
    `    dynamic "condition" {\n      for_each = var.open ? [] : [1]\n      content {\n        test = "Bool"\n        variable = "aws:SecureTransport"\n        values = [true]\n      }\n    }\n`,
  ]);

const statementBlock = (random: Random, arn: string): string =>
  random.pick([
    () =>
      `  statement {\n${random.pick(["", "", '    sid = "One"\n', "    sid = null\n"])}${random.pick(["", '    effect = "Deny"\n', '    effect = var.open ? "Allow" : null\n'])}    ${random.pick(["actions", "actions", "not_actions"])} = ${random.pick(['["ses:SendEmail", "ses:SendRawEmail"]', '["ses:*"]', 'toset(["ses:SendRawEmail"])', "[]"])}\n    resources = ${random.pick([`[${arn}]`, `[${arn}]`, '["*"]', `[${arn}, "\${${arn}}"]`])}\n${several(random, 2, () => principalsBlock(random)).join("")}${random.chance(0.15) ? principalsBlock(random).replace("principals {", "not_principals {").replace('dynamic "principals"', 'dynamic "principals"') : ""}${conditionBlock(random)}${conditionBlock(random)}  }\n`,
    () =>
      `  dynamic "statement" {\n    for_each = ${random.pick(["local.enabled", "var.senders", "{ for k, s in var.senders : k => s if length(s.accounts) > 0 }"])}\n    content {\n      sid = ${random.pick(["statement.value.sid", 'replace(title(statement.key), "-", "")', "null"])}\n      effect = statement.value.effect\n      actions = statement.value.actions\n      resources = [${arn}]\n      principals {\n        type = "AWS"\n        identifiers = statement.value.accounts\n      }\n      dynamic "condition" {\n        for_each = statement.value.org == null ? [] : [statement.value.org]\n        content {\n          test = "StringEquals"\n          variable = "aws:PrincipalOrgID"\n          values = [condition.value]\n        }\n      }\n    }\n  }\n`,
    () =>
      `  dynamic "statement" {\n    for_each = ${random.pick(PRINCIPALS)}\n    iterator = s\n    content {\n      sid = "N\${substr(sha1("\${s.key}"), 0, 6)}"\n      actions = ["ses:SendEmail"]\n      resources = [${arn}]\n      principals {\n        type = "AWS"\n        identifiers = [s.value]\n      }\n    }\n  }\n`,
  ])();

/** Documents in JSON of which the provider keeps only a part. */
const SOURCES: Choices = [
  'jsonencode({ Statement = [{ Sid = "One", Effect = "Allow", Principal = "*", Action = "ses:SendEmail", Resource = "*", Condition = { NumericEquals = { "aws:MultiFactorAuthAge" = 5 } } }] })',
  'jsonencode({ Id = "source", Version = "2008-10-17", Statement = [{ Sid = "Two", Effect = "Deny", Principal = { AWS = ["b", "a"] }, Action = ["ses:SendEmail"], Resource = "*", Condition = { Bool = { "aws:SecureTransport" = false } } }] })',
  '<<EOT\n{ "id": "lower", "statement": [{ "effect": "Allow", "principal": { "AWS": "*" }, "action": "ses:*", "resource": "*", "comment": "x" }] }\nEOT\n',
  'file("${path.module}/policy.json")',
  'jsonencode({ Statement = [for a in var.accounts : { Effect = "Allow", Principal = { AWS = a }, Action = "ses:SendEmail", Resource = "*", Condition = { StringEquals = { "aws:SourceAccount" = [a] } } }] })',
  '"{}"',
  "null",
];

const documentsArgument = (random: Random, others: readonly string[]): string => {
  const texts: Choices = [...SOURCES, ...others];
  const one = (): string =>
    random.pick(texts).replace(/^<<EOT\n([\s\S]*)\nEOT\n$/, (_, json: string) => quoted(json));
  return random.pick([
    `[${one()}]`,
    `[${one()}, ${one()}]`,
    `var.open ? [${one()}] : []`,
    `[for t in [${one()}, ${one()}] : t]`,
  ]);
};

const documentBlock = (
  random: Random,
  name: string,
  arn: string,
  others: readonly string[],
  head: string,
): string => {
  const statements = Array.from({ length: 1 + random.below(3) }, () => statementBlock(random, arn));
  return `data "aws_iam_policy_document" "${name}" {\n${head}${random.pick(["", "", '  version = "2008-10-17"\n', "  version = null\n"])}${random.pick(["", "", `  policy_id = "own"\n`])}${random.chance(0.35) ? `  source_policy_documents = ${documentsArgument(random, others)}\n` : ""}${random.chance(0.25) ? `  override_policy_documents = ${documentsArgument(random, others)}\n` : ""}${statements.join("")}}\n`;
};

// Identities and their policies

interface Place {
  /** Of the resource's head: `for_each`, `count`, `region`. */
  readonly head: string;
  /** The name of the identity. */
  readonly name: string;
  /** How another block refers to an instance: `[each.key]`, `[0]`. */
  readonly key: string;
}

const placeOf = (random: Random): Place => {
  const each = random.pick([
    "toset(var.domains)",
    "toset([for d in var.domains : lower(d)])",
    '{ for d in var.domains : d => "mail.${d}" }',
    'toset(["a.example", "d.example"])',
  ]);
  return random.pick<Place>([
    { head: "", name: '"a.example"', key: "" },
    { head: "  count = var.open ? 1 : 2\n", name: '"n${count.index}.example"', key: "[count.index]" },
    { head: `  for_each = ${each}\n`, name: "each.value", key: "[each.key]" },
    { head: `  for_each = ${each}\n`, name: "each.key", key: "[each.key]" },
    {
      head: "  count = length(var.domains)\n",
      name: "tolist(var.domains)[count.index]",
      key: "[count.index]",
    },
  ]);
};

const IDENTITIES: readonly [readonly [string, string], ...(readonly (readonly [string, string])[])] = [
  ["aws_ses_domain_identity", "domain"],
  ["aws_sesv2_email_identity", "email_identity"],
  ["aws_ses_email_identity", "email"],
];

const mail = (random: Random, label: string, outer: readonly string[]): string => {
  const place = placeOf(random);
  const [type, attribute] = random.pick(IDENTITIES);
  const region = random.pick(["", "", "", '  region = "eu-central-1"\n', "  provider = aws.other\n"]);
  const own = `${type}.${label}${place.key}`;
  const arn = random.pick([
    `${own}.arn`,
    `${own}.arn`,
    '"*"',
    // An ARN that names another region than the resource's is taken at its word (docs/source-code.md).
    region === ""
      ? '"arn:aws:ses:${local.region}:${data.aws_caller_identity.current.account_id}:identity/*"'
      : '"*"',
    `"\${${own}.arn}"`,
  ]);
  const documents = random.chance(0.6);
  const chosen = (): string =>
    documents
      ? random.pick([
          `data.aws_iam_policy_document.${label}${place.key}.json`,
          `data.aws_iam_policy_document.${label}${place.key}.json`,
          `data.aws_iam_policy_document.${label}${place.key}.minified_json`,
          `jsonencode(jsondecode(data.aws_iam_policy_document.${label}${place.key}.json))`,
        ])
      : random.chance(0.6)
        ? encodedPolicy(random, arn)
        : templatePolicy(random, arn);
  const policy = (number: number): string => {
    const version2 = random.chance(0.4);
    const referred = random.pick([
      `${own}.${attribute}`,
      `${own}.id`,
      place.name,
      ...(version2 ? [] : [`${own}.arn`]),
    ]);
    const name = random.pick([
      `"p${number}"`,
      `"p${number}-\${var.open}"`,
      `format("%s-%d", "p", ${number})`,
    ]);
    return version2
      ? `resource "aws_sesv2_email_identity_policy" "${label}${number}" {\n${place.head}${region}  email_identity = ${referred}\n  policy_name = ${name}\n  policy = ${chosen()}\n}\n`
      : `resource "aws_ses_identity_policy" "${label}${number}" {\n${place.head}${region}  identity = ${referred}\n  name = ${name}\n  policy = ${chosen()}\n}\n`;
  };
  return [
    `resource "${type}" "${label}" {\n${place.head}${region}  ${attribute} = ${place.name}\n}\n`,
    ...(documents ? [documentBlock(random, label, arn, outer, place.head)] : []),
    policy(1),
    ...(random.chance(0.3) ? [policy(2)] : []),
  ].join("");
};

const declaration = ({ name, type, value, more = "" }: Declared): string =>
  `variable "${name}" {\n  type = ${type}${more}\n  default = ${value()}\n}\n`;

const COMMON = [
  'data "aws_caller_identity" "current" {}\n',
  'data "aws_region" "current" {}\n',
  'data "aws_partition" "current" {}\n',
].join("");

const localsOf = (random: Random): string =>
  `locals {\n${Object.entries(LOCALS)
    .map(([name, choices]) => `  ${name} = ${random.pick(choices)}\n`)
    .join("")}}\n`;

const givenBy = (random: Random, variables: readonly Declared[], except: readonly string[]): string =>
  variables
    .filter(({ name }) => !except.includes(name) && random.chance(0.4))
    .map(({ name, value }) => `${name} = ${value()}\n`)
    .join("");

export const randomDeployment = (random: Random): Deployment => {
  const variables = variablesOf(random);
  const region = random.pick(['"eu-west-1"', 'var.open ? "eu-west-1" : "us-west-2"', '"us-east-1"']);
  const providers = `provider "aws" {\n${random.chance(0.7) ? `  region = ${region}\n` : ""}}\nprovider "aws" {\n  alias = "other"\n  region = "ap-south-1"\n}\n`;
  const base = documentBlock(random, "base", '"*"', [], "");
  const hasModule = random.chance(0.4);
  const call = random.pick([
    { head: "  for_each = local.enabled\n", open: "each.value.on", who: "each.value.accounts" },
    { head: "  count = 2\n", open: "count.index == 0", who: "var.who" },
    { head: "", open: "!var.open", who: "local.arns" },
  ]);
  const main = [
    ...variables.map(declaration),
    providers,
    COMMON,
    localsOf(random),
    base,
    mail(random, "m", ["data.aws_iam_policy_document.base.json"]),
    ...(hasModule
      ? [
          `module "mail" {\n  source = "./mail"\n${call.head}  providers = { aws = ${random.pick(["aws", "aws.other"])}, aws.other = aws.other }\n  domains = ${random.pick(['["m.example"]', "var.domains"])}\n  open = ${call.open}\n  who = ${call.who}\n  senders = ${random.pick(["var.senders", "local.enabled", "local.enabled", "{}", "{ a = {} }"])}\n${random.chance(0.5) ? "  base = data.aws_iam_policy_document.base.json\n" : ""}}\n`,
        ]
      : []),
  ].join("");
  const inner = variablesOf(random);
  const tfvars = random.chance(0.5) ? givenBy(random, variables, []) : "";
  return {
    "main.tf": main,
    ...FILES,
    ...(tfvars === "" ? {} : { [random.pick(["terraform.tfvars", "x.auto.tfvars"])]: tfvars }),
    ...(hasModule
      ? {
          "mail/main.tf": [
            'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      configuration_aliases = [aws.other]\n    }\n  }\n}\n',
            'variable "base" {\n  type = string\n  default = "{}"\n}\n',
            ...inner.map(declaration),
            COMMON,
            localsOf(random),
            mail(random, "m", ["var.base"]),
          ].join(""),
          ...Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`mail/${name}`, text])),
        }
      : {}),
  };
};
