import { expect } from "chai";
import { ask, IDENTITY } from "../../../../proof/question.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";

const OWNER = "111111111111";

const statement = (Effect: string, Principal: unknown, Condition: object): object => ({
  Effect,
  Principal,
  Action: "ses:Send*",
  Resource: IDENTITY,
  Condition,
});

describe("an account that a policy names", () => {
  it("needs few steps where no service can call for anybody", () => {
    const named = statement(
      "Allow",
      { AWS: "arn:aws:iam::333333333333:role/x" },
      { StringLike: { "aws:PrincipalAccount": OWNER } },
    );
    const forItself = statement("Allow", "*", {
      StringLike: { "aws:PrincipalAccount": "${aws:SourceAccount}" },
    });
    const deny = statement("Deny", "*", {
      StringLike: {
        "aws:SourceArn": [
          `arn:aws:cognito-idp:us-east-1:${OWNER}:userpool/one`,
          `arn:aws:lambda:*:${OWNER}:function:*`,
        ],
      },
    });
    const documents = [[named], [forItself, deny]].map((Statement) =>
      JSON.stringify({ Version: "2012-10-17", Statement }),
    );
    expect(decideExposure(ask(documents)).exposure).to.equal("private");
  });
});
