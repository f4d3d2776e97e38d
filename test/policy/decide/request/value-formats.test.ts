import { expect } from "chai";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { arnFormat, valueFormatsIn } from "../../../../src/policy/decide/request/value-formats.ts";

const user = (partition: string): string => `arn:${partition}:iam::222222222222:user/x`;
const topic = (partition: string): string => `arn:${partition}:sns:cn-north-1:222222222222:topic`;

describe("ARNs of a partition", () => {
  it("are of that partition alone, whichever was asked about before", () => {
    for (const [own, other] of [
      ["aws", "aws-cn"],
      ["aws-cn", "aws"],
      ["aws-us-gov", "aws"],
      ["aws", "aws-us-gov"],
    ] as const) {
      const { principals, sources } = valueFormatsIn(own);
      const users = principals.get(KINDS.user);
      expect([users?.test.test(user(own)), users?.test.test(user(other))], own).to.deep.equal([true, false]);
      expect([sources.test.test(topic(own)), sources.test.test(topic(other))], own).to.deep.equal([
        true,
        false,
      ]);
    }
  });

  it("are of the template that the key has", () => {
    const template = "arn:{partition}:codebuild:{region}:{account}:project/{name}";
    for (const partition of ["aws", "aws-cn"]) {
      const { test } = arnFormat(template, partition);
      expect(test.test(`arn:${partition}:codebuild:eu-west-1:222222222222:project/mail`)).to.equal(true);
      expect(test.test(`arn:${partition}:codebuild:eu-west-1:222222222222:build/mail`)).to.equal(false);
      expect(test.test("arn:aws-us-gov:codebuild:us-gov-west-1:222222222222:project/mail")).to.equal(false);
    }
  });
});
