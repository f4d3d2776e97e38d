import { expect } from "chai";
import { decideEachAllow } from "../../../src/policy/decide/each-allow.ts";
import { exposureOf } from "../../../src/policy/decide/decide.ts";
import { ask } from "../../../proof/question.ts";

const PARTNER = "222222222222";

const statement = (members: object): object => ({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: "*",
  ...members,
});
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("whom each Allow lets in by itself", () => {
  const found = decideEachAllow(
    ask([
      policy(
        statement({}),
        statement({ Effect: "Deny", Action: "ses:SendRawEmail" }),
        statement({ Principal: { AWS: PARTNER } }),
        statement({ Action: "ses:SendRawEmail" }),
        statement({ Action: "s3:*" }),
      ),
      policy(
        statement({ Principal: { AWS: "333333333333", Service: "sns.amazonaws.com" } }),
        statement({ Condition: { StringLike: { "aws:SourceIp": "203.0.113.1*" } } }),
      ),
    ]),
  );

  it("is said of those that bear on the question, in order", () => {
    expect(found.map(({ document, at }) => `${document} ${at}`)).to.deep.equal([
      "0 /Statement/0",
      "0 /Statement/2",
      "0 /Statement/3",
      "1 /Statement/0",
      "1 /Statement/1",
    ]);
  });

  it("leaves out what only another statement lets in, and counts every Deny", () => {
    expect(found.map(({ allowedTo }) => allowedTo.map(({ kind, name }) => `${kind} ${name}`))).to.deep.equal([
      ["everyone *"],
      [`account ${PARTNER}`],
      [],
      ["account 333333333333", "service sns.amazonaws.com"],
      [],
    ]);
  });

  it("names the services that may act for anybody", () => {
    expect(found.map(({ deputies }) => deputies.map(({ service }) => service))).to.deep.equal([
      [],
      [],
      [],
      ["sns.amazonaws.com"],
      [],
    ]);
  });

  it("is nobody where it is not decided whether strangers are, though a service gets in for certain", () => {
    const Principal = { AWS: "*", Service: "sns.amazonaws.com" };
    const Condition = {
      StringLikeIfExists: { "aws:userid": "*7*" },
      NumericLessThanIfExists: { "aws:userid": "100" },
    };
    const question = ask([policy(statement({ Principal, Condition }))]);
    expect(exposureOf(question)).to.equal("undecided");
    const [one] = decideEachAllow(question);
    expect(one?.allowedTo).to.deep.equal([]);
    expect(one?.deputies.map(({ service }) => service)).to.deep.equal(["sns.amazonaws.com"]);
  });
});
