import { expect } from "chai";
import { attached, exposuresOf, judgeFiles, policyOf } from "../judge-files.ts";

const ARN = "arn:aws:ses:us-east-1:111122223333:identity/";

const to = (resource: string): string => policyOf(`Principal = { AWS = "*" }, Resource = ${resource}`);

const exposures = async (main: string): Promise<readonly string[]> =>
  exposuresOf(await judgeFiles({ "main.tf": main }));

const VARIABLES = 'variable "identity" {}\nvariable "other" {}\nvariable "list" { type = list(string) }\n';

describe("a policy whose identity is not known", () => {
  for (const [what, identity] of [
    ["a variable", "var.identity"],
    ["a local", "local.identity"],
    ["a list of what is not known", "var.list"],
    ["a list", '["a.example.com", "b.example.com"]'],
    ["a data source that asks AWS", "data.external.x.result.arn"],
    ["a text that is known in part", '"${var.other}.com"'],
    ["an output of a module from elsewhere", "module.gone.arn"],
  ] as const)
    it(`is that of the identity that its Resource names: ${what}`, async () => {
      const main = `${VARIABLES}locals {\n  identity = var.identity\n}\n${attached("p", to(`"${ARN}example.com"`), identity)}`;
      expect(await exposures(main)).to.deep.equal(["example.com exposed"]);
    });

  it("takes the name from an ARN whose account is not known", async () => {
    const resource = '"arn:aws:ses:${var.other}:${var.list[0]}:identity/example.com"';
    expect(await exposures(VARIABLES + attached("p", to(resource), "var.identity"))).to.deep.equal([
      "example.com exposed",
    ]);
  });

  it("is judged with the other policies of that identity", async () => {
    const deny = to(`"${ARN}example.com"`).replace('"Allow"', '"Deny"').replace('"ses:SendEmail"', '"ses:*"');
    const main = `${VARIABLES}${attached("p", to(`"${ARN}example.com"`), "var.identity")}${attached("deny", deny)}`;
    expect(await exposures(main)).to.deep.equal(["example.com private"]);
  });

  it("is judged for each identity that its Resources name", async () => {
    const main = VARIABLES + attached("p", to(`["${ARN}a.com", "${ARN}b.com"]`), "var.identity");
    expect(await exposures(main)).to.deep.equal(["a.com exposed", "b.com exposed"]);
  });

  it("does not vanish behind a pattern", async () => {
    const main = VARIABLES + attached("p", to(`"${ARN}*.example.com"`), "var.identity");
    expect((await exposures(main)).map((one) => one.split(" ")[1])).to.deep.equal(["exposed"]);
  });

  it("is that of the expression where the Resource is made of the same", async () => {
    const main = `${VARIABLES}resource "aws_ses_domain_identity" "d" {\n  domain = var.identity\n}\n`;
    for (const [identity, resource] of [
      ["aws_ses_domain_identity.d.arn", "aws_ses_domain_identity.d.arn"],
      ["aws_ses_domain_identity.d.domain", `"${ARN}\${var.identity}"`],
      ["var.identity", '"arn:aws:ses:${var.other}:${var.list[0]}:identity/${var.identity}"'],
    ] as const)
      expect(await exposures(main + attached("p", to(resource), identity))).to.deep.equal([
        "var.identity exposed",
      ]);
  });

  it("stays undecided where the Resource is another expression", async () => {
    const main = VARIABLES + attached("p", to(`"${ARN}\${var.other}"`), "var.identity");
    expect(await exposures(main)).to.deep.equal(["var.identity undecided"]);
  });

  it("is no other's of the same expression in another call of the module", async () => {
    const module = `variable "open" {}\nresource "aws_ses_domain_identity" "d" {\n  domain = data.external.x.result.domain\n}\n${attached(
      "p",
      `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = var.open ? "Allow" : "Deny", Action = "ses:*", Principal = "*", Resource = aws_ses_domain_identity.d.arn }] })`,
      "aws_ses_domain_identity.d.arn",
    )}`;
    const main = ["true", "false"]
      .map((open) => `module "m_${open}" {\n  source = "./m"\n  open = ${open}\n}\n`)
      .join("");
    const found = exposuresOf(await judgeFiles({ "main.tf": main, "m/main.tf": module }));
    expect(found.map((one) => one.split(" ")[1])).to.have.members(["exposed", "private"]);
  });
});

describe("the parts of an own ARN that are not known", () => {
  it("are the identity's own account and region", async () => {
    const resource = '"arn:aws:ses:${var.other}:${var.identity}:identity/example.com"';
    expect(await exposures(VARIABLES + attached("p", to(resource)))).to.deep.equal(["example.com exposed"]);
  });

  it("tell nothing of another identity", async () => {
    const resource = '"arn:aws:ses:us-east-1:${var.identity}:identity/other.com"';
    expect(await exposures(VARIABLES + attached("p", to(resource)))).to.deep.equal(["example.com private"]);
  });
});
