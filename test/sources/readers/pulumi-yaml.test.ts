import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const STATEMENT = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" };

const program = (policy: string, rest = ""): string =>
  `name: mail\nruntime: yaml\nresources:\n  domain:\n    type: aws:ses:DomainIdentity\n    properties:\n      domain: example.com\n  open:\n    type: aws:ses/identityPolicy:IdentityPolicy\n    properties:\n      identity: \${domain.arn}\n      policy: ${policy}\n${rest}`;

const onePolicy = async (
  text: string,
): Promise<Awaited<ReturnType<typeof policiesIn>>["policies"][number]> => {
  const { policies, unread } = await policiesIn({
    "Pulumi.yaml": text,
    "open.json": JSON.stringify({ Statement: STATEMENT }),
  });
  expect(unread).to.deep.equal([]);
  const found = policies.find(({ identity, name }) => identity === "example.com" && name === "open");
  if (found === undefined) throw new Error("there is no such policy");
  return found;
};

describe("Pulumi YAML", () => {
  const forms: Readonly<Record<string, readonly [text: string, at: string]>> = {
    "as text": [program(`'${JSON.stringify({ Statement: STATEMENT })}'`), "Pulumi.yaml:12"],
    "by fn::toJSON": [
      program(`{"fn::toJSON": ${JSON.stringify({ Statement: STATEMENT })}}`),
      "Pulumi.yaml:12",
    ],
    "by a variable": [
      program(
        "${text}",
        `variables:\n  text:\n    fn::toJSON: ${JSON.stringify({ Statement: STATEMENT })}\n`,
      ),
      "Pulumi.yaml:15",
    ],
    "by a file": [program("{fn::readFile: ./open.json}"), "open.json:1"],
  };
  for (const [title, [text, at]] of Object.entries(forms))
    it(`is read with a policy ${title}`, async () => {
      const { document, open, ...policy } = await onePolicy(text);
      expect(policy).to.deep.include({ region: "us-east-1", at });
      expect({ document, open }).to.deep.equal({ document: { Statement: STATEMENT }, open: [] });
    });

  it("renders a policy document as the provider does", async () => {
    const { document, open } = await onePolicy(
      program(
        "${doc.json}",
        `variables:
  doc:
    fn::invoke:
      function: aws:iam:getPolicyDocument
      arguments:
        statements:
          - sid: a
            actions: [ses:SendEmail]
            resources: ["\${domain.arn}"]
            principals:
              - {type: AWS, identifiers: ["*"]}
            conditions:
              - {test: StringEquals, variable: aws:SourceAccount, values: ["\${who}"]}
          - effect: Deny
            actions: ["*"]
            principals: [{type: "*", identifiers: ["*"]}]
`,
      ),
    );
    expect(document).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "a",
          Effect: "Allow",
          Action: ["ses:SendEmail"],
          Resource: ["arn:aws:ses:us-east-1:000000000000:identity/example.com"],
          Principal: { AWS: ["*"] },
          Condition: { StringEquals: { "aws:SourceAccount": [null] } },
        },
        { Effect: "Deny", Action: ["*"], Principal: "*" },
      ],
    });
    expect(open).to.deep.equal(["${who}"]);
  });

  it("takes the region from the provider, and a policy variable for text", async () => {
    const { policies } = await policiesIn({
      "Pulumi.yaml": `resources:
  eu: {type: "pulumi:providers:aws", properties: {region: eu-west-1}}
  p:
    type: aws:sesv2:EmailIdentityPolicy
    options: {provider: "\${eu}"}
    properties:
      emailIdentity: example.com
      policyName: own
      policy: '{"Statement":{"Resource":"$\${aws:username}"}}'
`,
    });
    expect(policies).to.deep.equal([
      {
        identity: "example.com",
        region: "eu-west-1",
        name: "own",
        document: { Statement: { Resource: "${aws:username}" } },
        at: "Pulumi.yaml:9",
        open: [],
      },
    ]);
  });
});
