import { expect } from "chai";
import { ask, holds, RESOURCE } from "./support.ts";

const TAG = "aws:PrincipalTag/t";

describe("policy variables", () => {
  it("bring in a key's value under 2012-10-17", () => {
    expect(holds("StringEquals", TAG, "${aws:PrincipalAccount}", { [TAG]: "999999999999" })).to.equal(true);
  });

  it("are text under 2008-10-17 and where no version is given", () => {
    for (const version of ["2008-10-17", null]) {
      expect(
        holds("StringEquals", TAG, "${aws:PrincipalAccount}", { [TAG]: "999999999999" }, version),
      ).to.equal(false);
      expect(holds("StringEquals", TAG, "${aws:x}", { [TAG]: "${aws:x}" }, version)).to.equal(true);
      expect(holds("StringLike", TAG, "${*}", { [TAG]: "${anything}" }, version)).to.equal(true);
    }
  });

  it("take a default where the key is missing", () => {
    expect(holds("StringEquals", TAG, "${aws:username, 'bob'}", { [TAG]: "bob" })).to.equal(true);
    expect(
      holds("StringEquals", TAG, "${aws:username, 'bob'}", { [TAG]: "bob", "aws:username": "eve" }),
    ).to.equal(false);
    expect(holds("StringEquals", TAG, "a${aws:username,''}b", { [TAG]: "ab" })).to.equal(true);
    expect(holds("StringEquals", TAG, "${aws:username, 'bob' }", { [TAG]: "bob" })).to.equal(true);
    const named = { [TAG]: "eve", "aws:username": "eve" };
    expect(holds("StringEquals", TAG, "${ aws:username , 'bob'}", named)).to.equal(true);
    expect(holds("StringEquals", TAG, "${ aws:username }", named)).to.equal(true);
  });

  it("have no value where something else stands in them", () => {
    for (const inside of [
      "aws:username, 'bob'x",
      "x,aws:username, 'bob'",
      "aws:username, bob",
      "",
      "aws:username 'bob'",
    ])
      expect(holds("StringLike", TAG, `\${${inside}}`, { [TAG]: "bob" }), inside).to.equal(false);
  });

  it("without a value match nothing, and so satisfy a negated operator", () => {
    expect(holds("StringEquals", TAG, "${aws:username}", { [TAG]: "" })).to.equal(false);
    expect(holds("StringLike", TAG, "*${aws:username}*", { [TAG]: "x" })).to.equal(false);
    expect(holds("StringNotEquals", TAG, "${aws:username}", { [TAG]: "x" })).to.equal(true);
    expect(holds("StringNotEquals", TAG, ["${aws:username}", "x"], { [TAG]: "x" })).to.equal(false);
  });

  it("do not bring in wildcards, and escape them", () => {
    expect(holds("StringLike", TAG, "${aws:username}", { [TAG]: "ab", "aws:username": "a*" })).to.equal(
      false,
    );
    expect(holds("StringLike", TAG, "a${*}", { [TAG]: "ab" })).to.equal(false);
    expect(holds("StringLike", TAG, "a${*}", { [TAG]: "a*" })).to.equal(true);
    expect(holds("StringLike", TAG, "a${?}", { [TAG]: "a?" })).to.equal(true);
    expect(holds("StringEquals", TAG, "${$}x", { [TAG]: "$x" })).to.equal(true);
  });

  it("take single-valued keys only", () => {
    const context = { [TAG]: "x@a.example", "ses:Recipients": ["x@a.example"] };
    expect(holds("StringEquals", TAG, "${ses:Recipients}", context)).to.equal(false);
  });

  it("stand in ARNs, before the ARN is split", () => {
    expect(holds("ArnLike", "aws:PrincipalArn", "arn:aws:iam::${aws:PrincipalAccount}:*")).to.equal(true);
    expect(holds("ArnEquals", "aws:PrincipalArn", "${aws:PrincipalArn}")).to.equal(true);
  });

  it("do not stand in Bool, numbers, dates, addresses or binaries", () => {
    expect(
      holds("Bool", "aws:SecureTransport", `\${${TAG}}`, { "aws:SecureTransport": "true", [TAG]: "true" }),
    ).to.equal(false);
    expect(holds("NumericEquals", TAG, `\${${TAG}}`, { [TAG]: "1" })).to.equal(false);
    expect(
      holds("DateEquals", "aws:CurrentTime", "${aws:CurrentTime}", { "aws:CurrentTime": "2026-11-23" }),
    ).to.equal(false);
    expect(holds("IpAddress", "aws:SourceIp", "${aws:SourceIp}", { "aws:SourceIp": "12.1.1.1" })).to.equal(
      false,
    );
  });

  it("are text before the fifth colon of Resource, and where there is none", () => {
    const context = { [TAG]: "us-east-1", "aws:username": "example.com" };
    const at = (Resource: string): string => ask([{ Resource }], { context });
    expect(at("arn:aws:ses:${aws:PrincipalTag/t}:111111111111:identity/example.com")).to.equal("not-allowed");
    expect(at("arn:aws:ses:*:111111111111:identity/${aws:username}")).to.equal("allowed");
    expect(at("*${aws:username}")).to.equal("not-allowed");
    for (const text of ["arn:aws:ses:${a:b}:${c:d}:identity/x", "arn:aws:ses:${aws:username}"])
      expect(ask([{ Resource: text }], { context, resource: text }), text).to.equal("allowed");
    expect(ask([{ NotResource: "arn:aws:ses:${aws:PrincipalTag/t}:*:*" }], { context })).to.equal("allowed");
  });

  it("stand in Resource; without a value there, Resource does not match and NotResource does", () => {
    const Resource = "arn:aws:ses:us-east-1:111111111111:identity/${aws:PrincipalTag/t}";
    expect(ask([{ Resource }], { context: { [TAG]: "example.com" } })).to.equal("allowed");
    expect(ask([{ Resource }], { context: { [TAG]: "*" } })).to.equal("not-allowed");
    expect(ask([{ Resource }])).to.equal("not-allowed");
    expect(ask([{ NotResource: Resource }])).to.equal("allowed");
    expect(ask([{ Resource: RESOURCE }])).to.equal("allowed");
  });
});
