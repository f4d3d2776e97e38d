import { queryOf } from "../../../src/policy/decide/search/query.ts";
import type { Environment } from "../../../src/policy/decide/request/environment.ts";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import { ask } from "../../../proof/question.ts";

const TEXT = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { AWS: ["222222222222", "arn:aws:iam::333333333333:role/x"] },
    Action: "ses:*",
    Resource: "*",
    Condition: {
      StringLike: {
        "aws:PrincipalOrgID": "o-own1234567",
        "aws:userid": "AIDAEXAMPLE000000001",
        "aws:SourceVpc": "vpc-0a1b2c3d",
        "aws:SourceArn": "arn:aws:sns:us-east-1:444444444444:topic",
      },
    },
  },
});

const TRUST = {
  accounts: ["555555555555"],
  organizations: ["o-trusted123"],
  principals: ["arn:aws:iam::222222222222:user/Jane"],
  networks: [],
};

const parsed = parsePolicy(TEXT);

/** Of a policy and a trust that name something of every kind. */
export const namedWorld: Environment = queryOf(ask([TEXT], TRUST), [
  isPolicy(parsed) ? parsed : null,
]).environment;
