import { expect } from "chai";
import { OWNER_ONLY } from "../../../src/model/trust.ts";
import { decideExposure } from "../../../src/policy/decide/decide.ts";
import type { Reach } from "../../../src/policy/question.ts";
import { tooLarge } from "../../../src/policy/parse/too-large.ts";
import { SENDING_ACTIONS } from "../../../src/services/ses/actions.ts";
import { LARGEST_POLICY } from "../../../src/services/ses/question.ts";
import { SES_KEYS } from "../../../src/services/ses/keys.ts";

const RESOURCE = "arn:aws:ses:us-east-1:111111111111:identity/example.com";

const allow = (condition: object): object => ({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: "*",
    Action: "ses:SendEmail",
    Resource: "*",
    Condition: condition,
  },
});

const decided = (...texts: readonly string[]): Reach =>
  decideExposure({
    documents: texts.map((text, index) => ({ name: `Policy-${index + 1}`, text })),
    resource: RESOURCE,
    owner: "111111111111",
    actions: SENDING_ACTIONS,
    keys: SES_KEYS,
    largestDocument: LARGEST_POLICY,
    trust: OWNER_ONLY,
    now: "2026-11-23T12:00:00Z",
  });

describe("a policy that is larger than the service takes", () => {
  it("is invalid, and no search is made in it", function () {
    // A search takes many seconds.
    this.timeout(2_000);
    const long = allow({
      StringEquals: { "ses:FromAddress": "a".repeat(30_000) },
      StringLike: { "ses:FromAddress": `*${"a".repeat(15_000)}` },
    });
    const { exposure, reason } = decided(JSON.stringify(long));
    expect(exposure).to.equal("invalid");
    expect(reason?.says).to.include("more than 4096 bytes");
  });

  it("does not hide another that lets strangers in", () => {
    const long = JSON.stringify(allow({ StringEquals: { "ses:FromDisplayName": "a".repeat(5_000) } }));
    expect(decided(long, JSON.stringify(allow({}))).exposure).to.equal("exposed");
  });
});

describe("the size of a policy", () => {
  it("is counted in bytes, to the last one", () => {
    expect(tooLarge('"abcd"', 6)).to.equal(null);
    expect(tooLarge('"abcd"', 5)).not.to.equal(null);
    expect(tooLarge('"€"', 5)).to.equal(null);
    expect(tooLarge('"€"', 4)).not.to.equal(null);
    expect(tooLarge('"€"', undefined)).to.equal(null);
  });

  it("does not count white space, except in strings", () => {
    expect(tooLarge(' { \n\t"a" : "b" }\r', 9)).to.equal(null);
    expect(tooLarge('{"a":"b  "}', 9)).not.to.equal(null);
    expect(tooLarge('{"a":"\\"  "}', 9)).not.to.equal(null);
    expect(tooLarge(String.raw`{"a":"\\"} ${" ".repeat(20)}`, 10)).to.equal(null);
  });

  it("leaves an indented policy what it is", () => {
    const long = JSON.stringify(
      allow({ StringLike: { "aws:UserAgent": Array.from({ length: 200 }, (_, index) => `${index}*`) } }),
      null,
      20,
    );
    expect(long.length).to.be.greaterThan(LARGEST_POLICY);
    expect(decided(long).exposure).to.equal("exposed");
  });
});
