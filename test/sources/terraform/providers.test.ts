import { expect } from "chai";
import { attached, judgeFiles, OPEN, policyOf } from "../judge-files.ts";

const DENY = `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "ses:*", Resource = "*" }] })`;

const inRegion = (region: string): string =>
  policyOf(
    `Principal = "*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "${region}" } }`,
  );

const provider = (more: string): string => `provider "aws" {\n  ${more}\n}\n`;

/** Each identity's region with its exposure. */
const regionsOf = async (
  main: string,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> => {
  const { findings } = await judgeFiles({ "main.tf": main, ...more });
  return findings
    .map(({ resource, data }) => `${resource.region ?? "?"} ${String(data["exposure"])}`)
    .toSorted();
};

const open = (more: string): string => attached("open", OPEN, '"example.com"', more);
const closed = (more: string): string => attached("closed", DENY, '"example.com"', more);

const two = (us: string, eu: string): string =>
  `${provider(`alias = "a"\n  region = "us-east-1"\n  ${us}`)}${provider(`alias = "b"\n  region = "us-east-1"\n  ${eu}`)}${attached("open", OPEN, '"example.com"', "provider = aws.a")}${attached("closed", DENY, '"example.com"', "provider = aws.b")}`;

const role = (account: string): string =>
  `assume_role {\n    role_arn = "arn:aws:iam::${account}:role/deploy"\n  }`;

const requestedIn = (region: string): string =>
  provider('region = "eu-west-1"') + attached("p", inRegion("us-east-1"), '"example.com"', region);

describe("the region of a resource in Terraform", () => {
  for (const [what, main] of [
    ["a literal", `${provider('region = "eu-west-1"')}${open('region = "us-west-2"')}${closed("")}`],
    [
      "a variable",
      `variable "r" { default = "us-west-2" }\n${provider('region = "eu-west-1"')}${open("region = var.r")}${closed("")}`,
    ],
    [
      "the region of another provider's data source",
      `${provider('region = "eu-west-1"')}${provider('alias = "us"\n  region = "us-west-2"')}data "aws_region" "us" {\n  provider = aws.us\n}\n${open("region = data.aws_region.us.region")}${closed("")}`,
    ],
    [
      "a key of for_each",
      `${provider('region = "eu-west-1"')}${open('for_each = toset(["us-west-2"])\n  region = each.key')}${closed("")}`,
    ],
    [
      "the alias of its provider",
      `${provider('region = "eu-west-1"')}${provider('alias = "us"\n  region = "us-west-2"')}${open("provider = aws.us")}${closed("")}`,
    ],
    [
      "the alias of its provider as a text",
      `${provider('region = "eu-west-1"')}${provider('alias = "us"\n  region = "us-west-2"')}${open('provider = "aws.us"')}${closed("")}`,
    ],
    [
      "a provider with for_each",
      `${provider('alias = "by_region"\n  for_each = toset(["eu-west-1", "us-west-2"])\n  region = each.key')}${open('provider = aws.by_region["us-west-2"]')}${closed('for_each = toset(["eu-west-1"])\n  provider = aws.by_region[each.key]')}`,
    ],
    [
      "a provider with for_each over what is not known",
      `variable "regions" {}\n${provider('alias = "by_region"\n  for_each = var.regions\n  region = each.key')}${open('provider = aws.by_region["us-west-2"]')}${closed('provider = aws.by_region["eu-west-1"]')}`,
    ],
  ] as const)
    it(`is ${what}`, async () => {
      expect(await regionsOf(main)).to.deep.equal(["eu-west-1 private", "us-west-2 exposed"]);
    });

  it("is the one that requests are made in", async () => {
    expect(await regionsOf(requestedIn('region = "us-east-1"'))).to.deep.equal(["us-east-1 exposed"]);
    expect(await regionsOf(requestedIn(""))).to.deep.equal(["eu-west-1 private"]);
    expect(await regionsOf(requestedIn("region = null"))).to.deep.equal(["eu-west-1 private"]);
  });

  it("keeps two resources apart where it is not known", async () => {
    const main = `variable "a" {}\nvariable "b" {}\n${open("region = var.a")}${closed("region = var.b")}`;
    expect(await regionsOf(main)).to.deep.equal(["? exposed", "? private"]);
    const one = `variable "a" {}\n${open("region = var.a")}${closed("region = var.a")}`;
    expect(await regionsOf(one)).to.deep.equal(["? private"]);
  });

  it("keeps the keys of two unknown collections apart", async () => {
    const main = `variable "a" {}\nvariable "b" {}\n${open("for_each = var.a\n  region = each.key")}${closed("for_each = var.b\n  region = each.key")}`;
    expect(await regionsOf(main)).to.include("? exposed");
  });

  it("is that of the provider that a call passes", async () => {
    const module = `terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      configuration_aliases = [aws.src]\n    }\n  }\n}\n${open("provider = aws.src")}${closed("")}`;
    const main = `${provider('region = "eu-west-1"')}${provider('alias = "us"\n  region = "us-west-2"')}module "m" {\n  source = "./m"\n  providers = { aws = aws, aws.src = aws.us }\n}\n`;
    expect(await regionsOf(main, { "m/main.tf": module })).to.deep.equal([
      "eu-west-1 private",
      "us-west-2 exposed",
    ]);
  });

  it("is inherited by modules of modules, and chosen by a key of the call", async () => {
    const main = `${provider('alias = "by_region"\n  for_each = toset(["eu-west-1", "us-west-2"])\n  region = each.key')}module "m" {\n  for_each = toset(["eu-west-1", "us-west-2"])\n  source = "./m"\n  providers = { aws = aws.by_region[each.key] }\n  policy = each.key == "eu-west-1" ? ${DENY} : ${OPEN}\n}\n`;
    const files = {
      "m/main.tf": 'variable "policy" {}\nmodule "n" {\n  source = "../n"\n  policy = var.policy\n}\n',
      "n/main.tf": `variable "policy" {}\n${attached("p", "var.policy")}`,
    };
    expect(await regionsOf(main, files)).to.deep.equal(["eu-west-1 private", "us-west-2 exposed"]);
  });
});

describe("the account of a resource in Terraform", () => {
  it("is told apart by the role that a provider assumes", async () => {
    const { findings } = await judgeFiles({ "main.tf": two(role("111122223333"), role("444455556666")) });
    expect(findings.map(({ resource, data }) => [resource.owner, data["exposure"]])).to.deep.equal([
      ["444455556666", "private"],
      ["111122223333", "exposed"],
    ]);
  });

  it("is told apart by profile, and by a role that is not known", async () => {
    expect(await regionsOf(two('profile = "a"', 'profile = "b"'))).to.have.length(2);
    expect(
      await regionsOf(
        `variable "r" {}\n${two("assume_role {\n    role_arn = var.r\n  }", "assume_role {\n    role_arn = var.s\n  }")}`,
      ),
    ).to.have.length(2);
  });

  it("is one for two providers that say the same of it", async () => {
    expect(await regionsOf(two('profile = "a"', 'profile = "a"'))).to.deep.equal(["us-east-1 private"]);
    expect(await regionsOf(two("", ""))).to.deep.equal(["us-east-1 private"]);
  });
});
