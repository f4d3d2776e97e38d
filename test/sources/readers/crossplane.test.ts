import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const POLICY = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}}';

const manifest = (api: string, kind: string, spec: string): string =>
  `apiVersion: ${api}/v1beta1\nkind: ${kind}\nmetadata:\n  name: open\nspec:\n  forProvider:\n    region: eu-west-1\n    ${spec}\n    policy: |\n      ${POLICY}\n`;

describe("Crossplane and Upbound", () => {
  for (const [api, kind, spec] of [
    ["ses.aws.upbound.io", "IdentityPolicy", "identity: example.com"],
    ["ses.aws.m.upbound.io", "IdentityPolicy", "identity: example.com"],
    ["sesv2.aws.upbound.io", "EmailIdentityPolicy", "emailIdentity: example.com"],
    ["ses.aws.crossplane.io", "IdentityPolicy", "identityRef: {name: example.com}"],
  ] as const)
    it(`are read as ${kind} of ${api}`, async () => {
      const { policies, unread } = await policiesIn({ "a.yaml": `a: 1\n---\n${manifest(api, kind, spec)}` });
      expect(unread).to.deep.equal([]);
      expect(policies).to.deep.equal([
        {
          identity: "example.com",
          region: "eu-west-1",
          name: "open",
          document: JSON.parse(POLICY) as unknown,
          at: "a.yaml:12",
          open: [],
        },
      ]);
    });

  it("take an identity from the manifest that a reference names", async () => {
    const domain =
      "apiVersion: ses.aws.upbound.io/v1beta1\nkind: DomainIdentity\nmetadata: {name: d}\nspec: {forProvider: {domain: example.com}}\n";
    const { policies } = await policiesIn({
      "a.yaml": `${domain}---\n${manifest("ses.aws.upbound.io", "IdentityPolicy", "identityRef: {name: d}")}`,
    });
    expect(policies.map(({ identity }) => identity)).to.deep.equal(["example.com"]);
  });

  it("leave what Helm fills in open", async () => {
    const text = manifest("ses.aws.upbound.io", "IdentityPolicy", "identity: {{ .Values.domain }}").replace(
      '"Resource":"*"',
      '"Resource":"{{ .Values.arn }}"',
    );
    const { policies, unread } = await policiesIn({
      "templates/a.yaml": `{{- if .Values.mail }}\n${text}{{- end }}\n`,
    });
    expect(unread).to.deep.equal([]);
    expect(policies[0]?.open).to.deep.equal(["__ .Values.arn __"]);
  });

  it("leave a policy open that a composition patches", async () => {
    const { policies } = await policiesIn({
      "a.yaml": `resources:\n  - base:\n${manifest("ses.aws.upbound.io", "IdentityPolicy", "identity: example.com").replaceAll(/^(?=.)/gm, "      ")}    patches:\n      - toFieldPath: spec.forProvider.policy\n`,
    });
    expect(policies.map(({ open }) => open)).to.deep.equal([["a policy that is patched"]]);
  });
});
