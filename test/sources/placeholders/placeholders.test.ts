import { expect } from "chai";
import { isPolicyVariable, withPlaceholders } from "../../../src/sources/placeholders/placeholders.ts";
import { fileText } from "../../../src/sources/written/text.ts";
import { policiesIn } from "../policies-in.ts";

const HOLES = [
  "${identity_arn}",
  "${NAME:-none}",
  "${self:custom.arn}",
  "${var.arn}",
  "$ARN",
  "{{ arn }}",
  "{{- .Values.arn | quote -}}",
  "{% if x %}",
  "<ACCOUNT_ID>",
  "<your account>",
  "<%= arn %>",
  "%ARN%",
  "__ARN__",
  "@ARN@",
  "#{arn}",
  "$(arn)",
  "((arn))",
  "{arn}",
  "[[arn]]",
];

const VARIABLES = [
  "${aws:PrincipalTag/x}",
  "${aws:username, 'nobody'}",
  "${ses:FromAddress}",
  "${saml:iss}",
  "${cognito-identity.amazonaws.com:sub}",
  "${*}",
  "${?}",
  "${$}",
];

const policy = (resource: string): string =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: `a/${resource}/b` }],
  });

/** In microseconds of the processor, which other programs do not lengthen. */
const timeOf = (text: string): number => {
  const begin = process.cpuUsage().user;
  withPlaceholders(fileText({ path: "p.json", text }));
  return process.cpuUsage().user - begin;
};

describe("placeholders in a policy file", () => {
  for (const written of HOLES)
    it(`leave ${written} open`, async () => {
      const { policies } = await policiesIn({ "p.json": policy(written) });
      expect(policies.map(({ open }) => open)).to.deep.equal([[written]]);
    });

  for (const written of VARIABLES)
    it(`do not take ${written} for one`, async () => {
      const { policies } = await policiesIn({ "p.json": policy(written) });
      expect(policies.map(({ open }) => open)).to.deep.equal([[]]);
      expect(isPolicyVariable(written)).to.equal(true);
    });

  it("leave a value open that is no JSON because of one", async () => {
    const text = policy("x").replace('"a/x/b"', "${resources}");
    const { policies } = await policiesIn({ "p.json": text });
    expect(policies[0]?.open).to.deep.equal(["${resources}"]);
  });

  it("leave a value open in a policy that is written in YAML", async () => {
    const { policies } = await policiesIn({
      "p.yaml":
        'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Principal: "*"\n    Action: ses:SendEmail\n    Resource: <ARN>\n',
    });
    expect(policies).to.deep.equal([
      {
        identity: "p",
        region: "us-east-1",
        name: "p",
        document: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: null }],
        },
        at: "p.yaml:3",
        open: ["<ARN>"],
      },
    ]);
  });

  it("are found in a time that grows with the text, whatever it holds", () => {
    for (const part of [
      "{{",
      "${",
      "{%",
      "<%",
      "__",
      "_ ",
      "$A",
      "@A",
      "[[ ",
      "((",
      '"{{ x }}",',
      "${aws:a}",
      "<A ",
    ]) {
      const short = Math.max(timeOf(part.repeat(5_000)), timeOf(part.repeat(5_000)), 5_000);
      // Eight times the text; a time that grows with its square would be sixty-four times as long.
      expect(timeOf(part.repeat(40_000)), part).to.be.below(32 * short);
    }
  });
});
