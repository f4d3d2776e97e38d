import { expect } from "chai";
import { refused, principal, aws } from "./texts.ts";

const NEITHER = "is neither a 12-digit account nor the ARN of a principal";

const PARTIAL = "a wildcard cannot stand for part of a principal's name";

describe("names of principals", () => {
  for (const name of [
    "*",
    "111111111111",
    "arn:aws:iam::111111111111:root",
    "arn:aws-us-gov:iam::111111111111:user/a",
    "arn:aws-cn:iam::111111111111:role/a/b c",
    "arn:aws:sts::111111111111:assumed-role/r/s",
    "arn:aws:sts::111111111111:federated-user/f",
    "AIDAEXAMPLE000000001",
    `A${"X".repeat(15)}`,
    `A${"9".repeat(127)}`,
  ])
    it(`${name} is one`, () => {
      expect(refused(aws(name))).to.equal(null);
    });

  for (const name of [
    "",
    "11111111111",
    "1111111111111",
    "x111111111111",
    "arn:aws:iam::111111111111:roots",
    "arn:aws:iam::11111111111:root",
    "arn:aws:iam::1111111111111:root",
    "arn:aws:iam::111111111111:user/",
    "arn:aws:iam::111111111111:role",
    "arn:aws:iam::111111111111:group/g",
    "arn:aws:iam:us-east-1:111111111111:root",
    "arn:aws1:iam::111111111111:root",
    "arn:aws:sts::111111111111:role/r",
    "arn:aws:sts::1:assumed-role/r/s",
    "arn:aws:iam::111111111111:assumed-role/r/s",
    "xarn:aws:iam::111111111111:root",
    "AIDA",
    `A${"X".repeat(14)}`,
    `A${"X".repeat(128)}`,
    "AIDAexample000000001",
    "BIDAEXAMPLE000000001",
    "sns.amazonaws.com",
  ])
    it(`${JSON.stringify(name)} is none`, () => {
      expect(refused(aws(name))).to.deep.equal([
        "/Statement/0/Principal/AWS",
        `${JSON.stringify(name)} ${NEITHER}`,
      ]);
    });

  for (const name of [
    "arn:aws:iam::*:root",
    "arn:aws:iam::111111111111:role/*",
    "arn:aws:iam::111111111111:role/a?",
    "**",
    "11111111111?",
  ])
    it(`${name} has a wildcard in it`, () => {
      expect(refused(aws(name))).to.deep.equal([
        "/Statement/0/Principal/AWS",
        `${JSON.stringify(name)}: ${PARTIAL}`,
      ]);
    });

  for (const name of [
    "sns.amazonaws.com",
    "sns.amazonaws.com.cn",
    "a.b-c.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "x.aws.internal",
    "x.amazon.com",
  ])
    it(`${name} is a service`, () => {
      expect(refused(principal({ Service: name }))).to.equal(null);
    });

  for (const name of [
    "*",
    "",
    "sns",
    "amazonaws.com",
    ".amazonaws.com",
    "sns.amazonaws",
    "sns.amazonaws.com.",
    "sns.amazonaws.com1",
    "SNS.amazonaws.com",
    "sns..amazonaws.com",
    "sns.example.com",
    "111111111111",
    "sns_x.amazonaws.com",
    "x sns.amazonaws.com",
  ])
    it(`${JSON.stringify(name)} is no service`, () => {
      expect(refused(principal({ Service: name }))).to.deep.equal([
        "/Statement/0/Principal/Service",
        `${JSON.stringify(name)} is not the name of an AWS service`,
      ]);
    });
});
