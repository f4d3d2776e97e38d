import { expect } from "chai";
import {
  DEPUTY,
  inAccount,
  LIMITED,
  SERVICE,
  STRANGER,
} from "../../../../src/policy/decide/request/caller-class.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { type Asker, type Said, arn, sought } from "./solvable.ts";

const { user, role, root, federated, service } = KINDS;

const OUTSIDER = inAccount("222222222222");

const FOR_ACCOUNT: Asker = { ...SERVICE, source: { account: "333333333333" } };

const topic = (account: string): string => `arn:aws:sns:us-east-1:${account}:topic`;

/** What policies often say, and whether the party can meet it. */
const AT_ONCE: readonly (readonly [met: boolean, party: Asker, kind: number, ...said: readonly Said[]])[] = [
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalAccount", "222222222222", "333333333333"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalAccount", "example", "1234567890123"]],
  [false, STRANGER, user, ["StringLike", "aws:PrincipalAccount", "222222222222"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalAccount", "*"]],
  [true, STRANGER, user, ["StringNotEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, STRANGER, user, ["StringNotLike", "aws:PrincipalAccount", "*"]],
  [false, STRANGER, user, ["StringNotLike", "aws:PrincipalArn", "arn:aws:sts:*", "*"]],
  [false, OUTSIDER, user, ["StringEquals", "aws:PrincipalAccount", "333333333333"]],
  [false, OUTSIDER, user, ["StringNotEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, OUTSIDER, user, ["StringLike", "aws:PrincipalAccount", "3*"]],
  [true, OUTSIDER, user, ["StringLike", "aws:PrincipalAccount", "2*"]],
  [true, OUTSIDER, user, ["StringEquals", "aws:PrincipalAccount", "222222222222"]],
  [false, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("222222222222", "user/*")]],
  [false, STRANGER, user, ["StringLike", "aws:PrincipalArn", arn("222222222222", "user/*")]],
  [
    false,
    STRANGER,
    user,
    ["StringLike", "aws:username", "a*"],
    ["ArnLike", "aws:PrincipalArn", arn("222222222222", "user/*")],
  ],
  [
    false,
    STRANGER,
    user,
    ["StringLike", "aws:PrincipalArn", arn("222222222222", "*"), arn("333333333333", "*")],
  ],
  [false, OUTSIDER, user, ["StringLike", "aws:PrincipalArn", arn("333333333333", "*")]],
  [false, OUTSIDER, user, ["ArnLike", "aws:PrincipalArn", arn("333333333333", "user/*")]],
  [true, OUTSIDER, user, ["ArnLike", "aws:PrincipalArn", arn("222222222222", "user/team-*")]],
  [true, OUTSIDER, role, ["ArnEquals", "aws:PrincipalArn", arn("222222222222", "role/x")]],
  [false, OUTSIDER, user, ["ArnEquals", "aws:PrincipalArn", arn("222222222222", "role/x")]],
  [false, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("*", "role/*")]],
  [false, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("*", "role/x"), arn("*", "root")]],
  [false, STRANGER, role, ["ArnLike", "aws:PrincipalArn", arn("*", "role")]],
  [true, STRANGER, role, ["ArnLike", "aws:PrincipalArn", arn("*", "role/mail-?")]],
  [true, STRANGER, root, ["ArnLike", "aws:PrincipalArn", arn("*", "root")]],
  [false, STRANGER, root, ["ArnLike", "aws:PrincipalArn", arn("*", "user/*")]],
  [true, STRANGER, federated, ["ArnLike", "aws:PrincipalArn", "arn:aws:sts::*:federated-user/j?e"]],
  [false, STRANGER, federated, ["ArnLike", "aws:PrincipalArn", arn("*", "role/*")]],
  [true, STRANGER, user, ["ArnLike", "aws:PrincipalArn", arn("*", "*")]],
  [true, STRANGER, user, ["StringEquals", "aws:username", "alice"]],
  [true, STRANGER, user, ["StringLike", "aws:username", "alice", "bob"]],
  [false, STRANGER, user, ["StringEquals", "aws:username", "a/b", "c d"]],
  [
    true,
    STRANGER,
    user,
    ["StringEquals", "aws:username", "alice"],
    ["StringNotEquals", "aws:PrincipalAccount", "222222222222"],
  ],
  [
    true,
    OUTSIDER,
    user,
    ["StringEquals", "aws:username", "alice"],
    ["ArnLike", "aws:PrincipalArn", arn("222222222222", "*")],
  ],
  [false, DEPUTY, service, ["StringEquals", "aws:SourceAccount", "222222222222"]],
  [true, SERVICE, service, ["StringEquals", "aws:SourceAccount", "111111111111"]],
  [true, SERVICE, service, ["StringEquals", "aws:SourceAccount", "555555555555"]],
  [false, FOR_ACCOUNT, service, ["StringEquals", "aws:SourceAccount", "222222222222"]],
  [true, FOR_ACCOUNT, service, ["StringEquals", "aws:SourceAccount", "333333333333"]],
  [false, DEPUTY, service, ["ArnEquals", "aws:SourceArn", topic("222222222222")]],
  [false, DEPUTY, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:222222222222:*"]],
  [true, SERVICE, service, ["StringLike", "aws:SourceArn", "arn:aws:sns:us-east-1:111111111111:*"]],
  [false, FOR_ACCOUNT, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:222222222222:*"]],
  [true, FOR_ACCOUNT, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:333333333333:*"]],
  [true, DEPUTY, service, ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"]],
  [true, DEPUTY, service, ["StringLike", "aws:SourceArn", "arn:aws:sns:*"]],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "8*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
  ],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "88??????8888"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:mail-*"],
  ],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "*8"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:mail-?"],
  ],
  [true, DEPUTY, service, ["StringEquals", "aws:SourceAccount", "888888888888"]],
  [
    true,
    DEPUTY,
    service,
    ["StringLike", "aws:SourceAccount", "*8*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:x"],
  ],
  [true, DEPUTY, service, ["ArnEquals", "aws:SourceArn", topic("888888888888")]],
  [true, STRANGER, user, ["ArnLike", "codebuild:ProjectArn", "arn:aws:codebuild:*:*:project/mail*"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalOrgID", "o-b*"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalOrgID", "o-b?????????"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalOrgPaths", "o-b*/*"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*alice"]],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*/team?/*a"]],
  [true, OUTSIDER, user, ["StringLike", "aws:PrincipalArn", arn("222222222222", "user/al*ce")]],
  [true, OUTSIDER, user, ["StringLike", "aws:PrincipalArn", arn("222222222222", "user/al?ce")]],
  [true, STRANGER, user, ["StringLike", "aws:SourceVpc", "vpc-0b1b2c3d*"]],
  // A key with a list of values has no others.
  [false, STRANGER, user, ["StringLike", "ses:ApiVersion", "3*"]],
  [
    false,
    STRANGER,
    user,
    ["StringLike", "ses:ApiVersion", "?"],
    ["StringNotEquals", "ses:ApiVersion", "1", "2"],
  ],
  [true, STRANGER, user, ["StringLike", "ses:ApiVersion", "?"], ["StringNotEquals", "ses:ApiVersion", "1"]],
  // An account behind a wildcard is no field of its own.
  [true, DEPUTY, service, ["StringLike", "aws:SourceArn", "arn:aws:ec2:*:a:b:c:222222222222:x"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalOrgID", "o-own1234567"]],
  [true, LIMITED, user, ["StringEquals", "aws:PrincipalOrgID", "o-own1234567"]],
  [true, LIMITED, user, ["StringLike", "aws:PrincipalOrgID", "o-own1234567"]],
  [true, LIMITED, user, ["StringLike", "aws:PrincipalOrgPaths", "o-own1234567/*"]],
  [true, LIMITED, user, ["StringLike", "aws:PrincipalOrgPaths", "o-own1234567/r-ab12/ou-ab12-cdefghij/*"]],
  [false, STRANGER, user, ["StringEquals", "aws:PrincipalOrgPaths", "o-own1234567/r-ab12/"]],
  [false, STRANGER, user, ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"]],
  [true, LIMITED, user, ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"]],
  [false, STRANGER, user, ["StringEquals", "aws:userid", "AIDAEXAMPLE000000001"]],
  [true, LIMITED, user, ["StringEquals", "aws:userid", "AIDAEXAMPLE000000001"]],
  [
    true,
    STRANGER,
    user,
    ["StringEquals", "aws:PrincipalTag/t", "a", "b"],
    ["StringNotEquals", "aws:PrincipalTag/t", "a"],
  ],
  [
    false,
    STRANGER,
    user,
    ["StringEquals", "aws:PrincipalTag/t", "a"],
    ["StringNotEquals", "aws:PrincipalTag/t", "a"],
  ],
  [
    true,
    STRANGER,
    user,
    ["StringLike", "aws:PrincipalTag/t", "team-*", "*"],
    ["StringNotLike", "aws:PrincipalTag/t", "x*"],
  ],
  [true, STRANGER, user, ["StringLike", "aws:PrincipalTag/t", "a?c*"]],
  [true, STRANGER, user, ["ArnLike", "aws:PrincipalTag/t", arn("222222222222", "role/*")]],
  [true, STRANGER, user, ["ArnLike", "aws:PrincipalTag/t", "arn:aws:iam::*:role/?*"]],
];

describe("what policies often say", () => {
  for (const [met, party, kind, ...said] of AT_ONCE)
    it(`is ${met ? "met" : "refused"} without a search: ${JSON.stringify(said)} by ${kind} ${JSON.stringify(party)}`, () => {
      const [value, steps] = sought(party, kind, said);
      expect(value === null, JSON.stringify(value)).to.equal(!met);
      expect(steps).to.equal(0);
    });
});
