import { expect } from "chai";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PolicyDocument } from "../../../src/model/resource.ts";
import type { ResourceRecord } from "../../../src/model/snapshot.ts";
import { analyzeFiles } from "../folder-of.ts";

const FIXTURE = join(import.meta.dirname, "../../fixtures/serverless");

const filesBelow = (folder: string, prefix = ""): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory()
        ? Object.entries(filesBelow(path, `${prefix}${name}/`))
        : [[`${prefix}${name}`, readFileSync(path, "utf8")]];
    }),
  );

const policiesOf = ({ policies }: ResourceRecord): readonly PolicyDocument[] =>
  policies as readonly PolicyDocument[];

/** Each identity's name, with its policies as data. */
const shown = (identities: readonly ResourceRecord[]): readonly unknown[] =>
  identities.map((identity) => [
    identity["name"],
    policiesOf(identity).map(({ name, document, unresolved = [] }) => [
      name,
      JSON.parse(document),
      unresolved.map(({ expression }) => expression),
    ]),
  ]);

/** A service with one policy, whose statement is given, and what stands beside it. */
const service = (statement: string, beside = "", identity = "example.com"): string => `
service: mail
provider: {name: aws}
${beside}
resources:
  Resources:
    P:
      Type: Custom::IdentityPolicy
      Properties: {Identity: '${identity}', Policy: {Statement: [{Effect: Allow, Action: 'ses:SendEmail', Resource: '*', ${statement}}]}}
`;

const holesIn = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await analyzeFiles(files)).identities.flatMap((identity) =>
    policiesOf(identity).flatMap(({ unresolved = [] }) => unresolved.map(({ expression }) => expression)),
  );

const principals = async (files: Readonly<Record<string, string>>): Promise<readonly unknown[]> =>
  (await analyzeFiles(files)).identities.map((identity) => [
    identity.id.replace(/^[^#]*#/, ""),
    ...policiesOf(identity).map(
      ({ document }) =>
        (JSON.parse(document) as { readonly Statement: readonly { readonly Principal: unknown }[] })
          .Statement[0]?.Principal,
    ),
  ]);

describe("configurations of the Serverless Framework", () => {
  it("come to what serverless 3.40.0 packages", async () => {
    const { "packaged.json": packaged = "", ...files } = filesBelow(FIXTURE);
    const written = await analyzeFiles(files);
    // `custom.region` stands for the option that nobody gives; the packaged template leaves the region to the stack.
    const truth = await analyzeFiles({
      "packaged.json": packaged.replaceAll(/(?<="Fn::Sub":\s*"[^"]*)\$\{AWS::Region\}/g, "eu-west-1"),
    });
    expect(truth.identities.length).to.equal(5);
    expect(
      shown(written.identities)
        .map((one) => JSON.stringify(one))
        .toSorted(),
    ).to.deep.equal(
      shown(truth.identities)
        .map((one) => JSON.stringify(one))
        .toSorted(),
    );
    expect(written.scope.status).to.equal("complete");
  });

  for (const variable of [
    "${ssm:/mail/partner}",
    "${ssm:/mail/partner, '*'}",
    "${cf:other.Output}",
    "${s3:bucket/key}",
    "${env:PARTNER}",
    "${opt:partner}",
    "${param:partner}",
    "${file(partner.js)}",
    "${file(partner.js):account}",
    "${self:custom.missing}",
    "${self:custom.me}",
    "${aws:PrincipalAccount}",
    "${sls:instanceId}",
    "${plugin:value}",
    "${self:custom.${opt:x}.y}",
    "${self:custom.x",
  ])
    it(`${variable} is a hole`, async () => {
      const text = service(`Principal: {AWS: "${variable}"}`, "custom: {me: '${self:custom.me}'}");
      expect(await holesIn({ "serverless.yml": text })).to.deep.equal([variable]);
    });

  it("keep what stands around a hole", async () => {
    const text = service(`Principal: {AWS: "arn:aws:iam::\${env:A}:role/x"}`);
    expect(await holesIn({ "serverless.yml": text })).to.deep.equal(["${env:A}"]);
  });

  it("are judged for each stage that they speak of", async () => {
    const text = service(
      `Principal: {AWS: "\${param:partner}"}`,
      "params: {dev: {partner: '222233334444'}, prod: {partner: '*'}, same: {partner: '222233334444'}}",
    );
    expect(await principals({ "serverless.yml": text })).to.deep.equal([
      ["P", { AWS: "222233334444" }],
      ["P@prod", { AWS: "*" }],
    ]);
  });

  it("are judged for each stage that chooses a member", async () => {
    const text = service(
      `Principal: {AWS: "\${self:custom.partners.\${opt:stage, 'dev'}.id}"}`,
      "custom: {partners: {dev: {id: a}, prod: {id: b}, note: x}}",
    );
    expect(await principals({ "serverless.yml": text })).to.deep.equal([
      ["P", { AWS: "a" }],
      ["P@prod", { AWS: "b" }],
    ]);
  });

  it("are those of the template that was packaged beside them", async () => {
    const packaged = JSON.stringify({
      Resources: {
        P: {
          Type: "Custom::IdentityPolicy",
          Properties: {
            Identity: "example.com",
            Policy: {
              Statement: [
                { Effect: "Allow", Action: "ses:SendEmail", Resource: "*", Principal: { AWS: "*" } },
              ],
            },
          },
        },
      },
    });
    const files = {
      "app/serverless.yml": service(`Principal: {AWS: "\${ssm:/x}"}`),
      "app/.serverless/cloudformation-template-update-stack.json": packaged,
    };
    expect(await principals(files)).to.deep.equal([["P", { AWS: "*" }]]);
  });

  it("are judged beside a packaged template that says something else", async () => {
    const packaged = JSON.stringify({
      Resources: {
        P: {
          Type: "Custom::IdentityPolicy",
          Properties: {
            Identity: "example.com",
            Policy: {
              Statement: [
                {
                  Effect: "Allow",
                  Action: "ses:SendEmail",
                  Resource: "*",
                  Principal: { AWS: "111122223333" },
                },
              ],
            },
          },
        },
      },
    });
    const files = {
      "serverless.yml": service("Principal: '*'"),
      ".serverless/cloudformation-template-update-stack.json": packaged,
    };
    expect(await principals(files)).to.deep.equal([
      ["P", { AWS: "111122223333" }],
      ["P@configuration", "*"],
    ]);
  });

  it("that take their resources from files are judged once, with the files", async () => {
    const resources = service(`Principal: {AWS: "\${self:custom.who}"}`).replace(/^[^]*?resources:\n/, "");
    const files = {
      "res.yml": resources.replaceAll(/^ {2}/gm, ""),
      "serverless.yml":
        "service: m\nprovider: {name: aws}\ncustom: {who: '*'}\nresources: ${file(res.yml)}\n",
    };
    expect(await principals(files)).to.deep.equal([["P", { AWS: "*" }]]);
  });

  it("in TypeScript are named with their line, and not read", async () => {
    const { scope } = await analyzeFiles({
      "serverless.ts":
        "export default {\n resources: { Resources: { P: { Type: 'Custom::IdentityPolicy' } } } };\n",
    });
    expect(scope.files).to.deep.equal([
      {
        path: "serverless.ts",
        status: "not-understood",
        reason: "its resources are computed by a program, which is not run",
        line: 2,
      },
    ]);
  });

  it("of hostile size end", async () => {
    const bomb = Array.from(
      { length: 12 },
      (_, at) =>
        `  a${at + 1}: ["\${self:custom.a${at}}", "\${self:custom.a${at}}", "\${self:custom.a${at}}", "\${self:custom.a${at}}"]`,
    );
    const text = service(`Principal: {AWS: "\${self:custom.a12}"}`, `custom:\n  a0: [x]\n${bomb.join("\n")}`);
    const { identities } = await analyzeFiles({ "serverless.yml": text });
    expect(identities).to.have.length(1);
  }).timeout(20_000);
});
