import { expect } from "chai";
import { policy, reachOf, type Members } from "./support.ts";

interface Grant {
  readonly actions: readonly string[];
  readonly principal: readonly string[];
  readonly conditions: readonly string[];
  readonly denies: readonly string[];
}

/** The grants of each fault, as the canonical text holds them. */
const grants = (texts: readonly string[]): readonly (readonly Grant[])[] =>
  reachOf(texts).faults.map(({ canonical }) =>
    (JSON.parse(canonical) as readonly string[]).map((one) => JSON.parse(one) as Grant),
  );

const grant = (...statements: readonly Members[]): Grant | undefined =>
  grants([policy(...statements)])[0]?.[0];

const when = (operator: string, key: string, value: unknown): Members => ({
  Condition: { [operator]: { [key]: value } },
});

/** The principal of the one Deny that bites. */
const denied = (members: Members): unknown => {
  const [deny = ""] =
    grant({}, { Effect: "Deny", ...when("StringEquals", "aws:PrincipalTag/t", "x"), ...members })?.denies ??
    [];
  return (JSON.parse(deny) as { readonly principal: unknown }).principal;
};

describe("the canonical text of a grant", () => {
  it("has the asked actions that come through, in lower case", () => {
    expect(grant({ Action: ["ses:SendRawEmail", "SES:sendemail", "s3:*"] })?.actions).to.deep.equal([
      "ses:sendemail",
      "ses:sendrawemail",
    ]);
    expect(
      grant({ Action: "ses:Send*Email" }, { Effect: "Deny", Action: "ses:SendRawEmail" })?.actions,
    ).to.not.include("ses:sendrawemail");
  });

  it("has everyone alone, whoever is named beside; and whom NotPrincipal leaves out", () => {
    expect(grant({ Principal: { AWS: ["222222222222", "*"] } })?.principal).to.deep.equal(["AWS *"]);
    expect(
      grant({ NotPrincipal: { AWS: ["arn:aws:iam::333333333333:root", "222222222222"] } })?.principal,
    ).to.deep.equal(["not", "AWS 222222222222", "AWS 333333333333"]);
  });

  it("has an account's id for the ARN of its root, and other names as they are written", () => {
    for (const name of [
      "arn:aws:iam::222222222222:user/x:root",
      "arn:aws:iam::222222222222:user/arn:aws:iam::333333333333:root",
      "arn:aws-cn:iam::222222222222:user/x",
    ])
      expect(grant({ NotPrincipal: { AWS: name } })?.principal, name).to.deep.equal(["not", `AWS ${name}`]);
    expect(
      grant({ NotPrincipal: { AWS: "arn:aws-us-gov:iam::222222222222:root" } })?.principal,
    ).to.deep.equal(["not", "AWS 222222222222"]);
  });

  it("has whom a Deny means, as it is written", () => {
    expect(denied({})).to.deep.equal(["AWS *"]);
    expect(denied({ NotPrincipal: { AWS: ["333333333333", "222222222222"] } })).to.deep.equal([
      "not",
      "AWS 222222222222",
      "AWS 333333333333",
    ]);
  });

  it("has conditions without their spelling, and with what changes their meaning", () => {
    const one = when("stringlikeIFEXISTS", "AWS:PrincipalTag/T", ["b", "a", "b"]);
    const same = when("StringLikeIfExists", "aws:principaltag/t", ["a", "b"]);
    expect(grant(same)?.conditions).to.deep.equal(['[":stringlikeifexists","aws:principaltag/t",["a","b"]]']);
    expect(
      grant({ ...one, Condition: { StringLikeIfExists: { "AWS:PrincipalTag/T": ["b", "a", "b"] } } }),
    ).to.deep.equal(grant(same));
    expect(grant(when("ForAllValues:StringLike", "aws:TagKeys", "a"))?.conditions).to.deep.equal([
      '["ForAllValues:stringlike","aws:tagkeys",["a"]]'.toLowerCase(),
    ]);
  });

  it("tells a variable from the same text in an old policy", () => {
    const text = policy(when("StringLike", "aws:PrincipalTag/t", "${aws:username}*"));
    expect(grants([text])).not.to.deep.equal(grants([text.replace("2012-10-17", "2008-10-17")]));
    const plain = policy(when("StringLike", "aws:PrincipalTag/t", "x*"));
    expect(grants([plain])).to.deep.equal(grants([plain.replace("2012-10-17", "2008-10-17")]));
  });

  it("tells a variable from the same text in an old policy where other values, or a Deny, have it", () => {
    const among = policy(when("StringLike", "aws:PrincipalTag/t", ["${aws:username}*", "x"]));
    const deny = policy(
      {},
      { Effect: "Deny", ...when("StringLike", "aws:PrincipalTag/t", "${aws:username}*") },
    );
    for (const text of [among, deny])
      expect(grants([text])).not.to.deep.equal(grants([text.replace("2012-10-17", "2008-10-17")]));
  });

  it("has the Denies that take some of a stranger's requests away, and no others", () => {
    const biting = { Effect: "Deny", ...when("StringEquals", "aws:PrincipalTag/t", "x") };
    expect(grant({}, biting)?.denies).to.have.length(1);
    for (const idle of [
      { Effect: "Deny", Action: "ses:SendRawEmail" },
      { Effect: "Deny", Principal: { AWS: "222222222222" } },
      { Effect: "Deny", ...when("StringEquals", "aws:SourceAccount", "222222222222") },
    ])
      expect(grant({}, idle)?.denies, JSON.stringify(idle)).to.deep.equal([]);
  });

  it("is one for each document that lets a stranger in, the accepting one first, with its statement", () => {
    const { faults, accepting } = reachOf([
      policy({ Principal: { AWS: "222222222222" } }, {}),
      policy({}),
      policy({ Principal: { AWS: "333333333333" } }),
    ]);
    expect(faults.map(({ document, at }) => [document, at])).to.deep.equal([
      ["Policy-1", "/Statement/1"],
      ["Policy-2", "/Statement/0"],
    ]);
    expect(accepting).to.deep.equal({ document: 0, at: "/Statement/1" });
  });

  it("stands at the first statement of another document that lets a stranger in", () => {
    const { faults } = reachOf([policy({ Principal: { AWS: "222222222222" } }, {}), policy({}, {})]);
    expect(faults.map(({ document, at }) => [document, at])).to.deep.equal([
      ["Policy-1", "/Statement/1"],
      ["Policy-2", "/Statement/0"],
    ]);
  });

  it("has each statement of narrow networks that let strangers in only together", () => {
    const [only] = grants([
      policy(
        when("IpAddress", "aws:SourceIp", "16.0.0.0/8"),
        when("IpAddress", "aws:SourceIp", "17.0.0.0/8"),
      ),
    ]);
    expect(only?.map(({ conditions }) => conditions.join())).to.deep.equal([
      '[":ipaddress","aws:sourceip",["16.0.0.0/8"]]',
      '[":ipaddress","aws:sourceip",["17.0.0.0/8"]]',
    ]);
  });

  it("stands at the statement that accepts the request in the witness, where an earlier one opens too", () => {
    const throughService = when("StringLike", "aws:SourceArn", "arn:aws:sns:*:*:*");
    const { faults, accepting } = reachOf([policy(throughService, {})]);
    expect(accepting?.at).to.equal("/Statement/1");
    expect(faults.map(({ at }) => at)).to.deep.equal(["/Statement/1"]);
  });
});
