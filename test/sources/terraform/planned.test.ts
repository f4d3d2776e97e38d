import { expect } from "chai";
import { exposuresOf, judgeFiles, type Judged } from "../judge-files.ts";

const OPEN = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail" };

const policy = (more: object = {}): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...OPEN, Resource: "*", ...more }] });

const resource = (address: string, values: object, more: object = {}): object => ({
  address,
  mode: "managed",
  type: address.replaceAll(/module\.[^.]*\./g, "").split(".")[0],
  values,
  ...more,
});

const identity = (address: string, domain: string, more: object = {}): object =>
  resource(address, { domain, ...more });

const attached = (address: string, values: object): object =>
  resource(address, { name: "p", policy: policy(), ...values });

interface Plan {
  readonly resources: readonly object[];
  readonly configuration?: object;
  readonly children?: readonly object[];
  readonly variables?: object;
}

const judge = ({ resources, configuration = {}, children = [], variables = {} }: Plan): Promise<Judged> =>
  judgeFiles({
    "plan.json": JSON.stringify({
      format_version: "1.2",
      variables,
      planned_values: { root_module: { resources, child_modules: children } },
      configuration,
    }),
  });

const references = (...names: readonly string[]): object => ({ references: names });

const configured = (address: string, expressions: object, more: object = {}): object => ({
  address,
  mode: "managed",
  expressions,
  ...more,
});

describe("the identity of a policy in a plan", () => {
  const domains = ["a.example.com", "b.example.com"].map((domain) =>
    identity(`aws_ses_domain_identity.d["${domain}"]`, domain),
  );

  it("is the instance of the same key of for_each", async () => {
    const configuration = {
      root_module: {
        resources: [
          configured("aws_ses_identity_policy.p", {
            identity: references("aws_ses_domain_identity.d", "each.key"),
          }),
        ],
      },
    };
    const resources = [...domains, attached('aws_ses_identity_policy.p["b.example.com"]', {})];
    expect(exposuresOf(await judge({ resources, configuration }))).to.deep.equal([
      "a.example.com private",
      "b.example.com exposed",
    ]);
  });

  it("is the instance that the reference names", async () => {
    const configuration = {
      root_module: {
        resources: [
          configured("aws_ses_identity_policy.p", {
            identity: references(
              'aws_ses_domain_identity.d["b.example.com"].arn',
              'aws_ses_domain_identity.d["b.example.com"]',
              "aws_ses_domain_identity.d",
            ),
          }),
        ],
      },
    };
    const resources = [...domains, attached("aws_ses_identity_policy.p", {})];
    expect(exposuresOf(await judge({ resources, configuration }))).to.include("b.example.com exposed");
  });

  it("is an input of its module, and the output of another", async () => {
    const configuration = {
      root_module: {
        module_calls: {
          ses: {
            module: {
              outputs: {
                arn: { expression: references("aws_ses_domain_identity.d.arn", "aws_ses_domain_identity.d") },
              },
            },
          },
          policy: {
            expressions: { identity: references("module.ses.arn", "module.ses") },
            module: {
              resources: [configured("aws_ses_identity_policy.p", { identity: references("var.identity") })],
            },
          },
        },
      },
    };
    const children = [
      { resources: [identity("module.ses.aws_ses_domain_identity.d", "example.com")] },
      { resources: [attached("module.policy.aws_ses_identity_policy.p", {})] },
    ];
    expect(exposuresOf(await judge({ resources: [], configuration, children }))).to.deep.equal([
      "example.com exposed",
    ]);
  });

  it("is the one that the Resource names where it comes from a local", async () => {
    const arn = "arn:aws:ses:us-east-1:111122223333:identity/example.com";
    const configuration = {
      root_module: {
        resources: [configured("aws_ses_identity_policy.p", { identity: references("local.identity") })],
      },
    };
    const resources = [attached("aws_ses_identity_policy.p", { policy: policy({ Resource: arn }) })];
    expect(exposuresOf(await judge({ resources, configuration }))).to.deep.equal(["example.com exposed"]);
  });
});

describe("the region of a plan's resource", () => {
  const requested = policy({ Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } });

  it("stands in its values", async () => {
    const values = { identity: "example.com", region: "eu-west-1", policy: requested };
    expect(
      exposuresOf(await judge({ resources: [attached("aws_ses_identity_policy.p", values)] })),
    ).to.deep.equal(["example.com exposed"]);
  });

  it("is its provider's, as a constant or a variable of the plan", async () => {
    for (const region of [{ constant_value: "eu-west-1" }, references("var.region")]) {
      const configuration = {
        provider_config: { "aws.eu": { name: "aws", alias: "eu", expressions: { region } } },
        root_module: {
          resources: [configured("aws_ses_identity_policy.p", {}, { provider_config_key: "aws.eu" })],
        },
      };
      const resources = [
        attached("aws_ses_identity_policy.p", { identity: "example.com", policy: requested }),
      ];
      const variables = { region: { value: "eu-west-1" } };
      expect(exposuresOf(await judge({ resources, configuration, variables }))).to.deep.equal([
        "example.com exposed",
      ]);
    }
  });

  it("tells identities of one name apart", async () => {
    const deny = policy({ Effect: "Deny" });
    const resources = [
      attached("aws_ses_identity_policy.us", { identity: "example.com", region: "us-east-1" }),
      attached("aws_ses_identity_policy.eu", { identity: "example.com", region: "eu-west-1", policy: deny }),
    ];
    const { findings } = await judge({ resources });
    expect(findings.map((one) => [one.resource.region, one.data["exposure"]])).to.have.deep.members([
      ["us-east-1", "exposed"],
      ["eu-west-1", "private"],
    ]);
  });
});

const instance = (type: string, attributes: object): object => ({
  mode: "managed",
  type,
  name: "r",
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ attributes }],
});

describe("a state", () => {
  it("gives a policy to the identity whose ARN names account and region", async () => {
    const arn = "arn:aws:ses:eu-west-1:111122223333:identity/example.com";
    const { findings } = await judgeFiles({
      "terraform.tfstate": JSON.stringify({
        version: 4,
        terraform_version: "1.11.4",
        lineage: "x",
        resources: [
          instance("aws_ses_domain_identity", { domain: "example.com", arn }),
          instance("aws_ses_identity_policy", { identity: "example.com", name: "p", policy: policy() }),
        ],
      }),
    });
    expect(
      findings.map(({ resource: { owner, region }, data }) => [owner, region, data["exposure"]]),
    ).to.deep.equal([["111122223333", "eu-west-1", "exposed"]]);
  });
});
