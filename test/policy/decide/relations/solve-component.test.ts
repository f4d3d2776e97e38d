import { expect } from "chai";
import { evaluate } from "../../../../src/policy/evaluate/evaluate.ts";
import { readPolicy } from "../../../../proof/read-policy.ts";
import { policy, reachOf } from "../explain/support.ts";
import { type Demand, conditions, kind, TAG, OTHER } from "./demands.ts";

const ID = "aws:userid";

const NAME = "aws:username";

const ACCOUNT = "aws:PrincipalAccount";

const ARN = "aws:PrincipalArn";

/** Conditions on keys that hang together, which some stranger's request meets. */
const MET: Readonly<Record<string, readonly Demand[]>> = {
  "a user's name in a tag, and an id of its own": [
    ["StringEquals", NAME, `\${${TAG}}`],
    ["StringLike", ID, "AIDA*7"],
  ],
  "a role's name in a tag, and a session of its own": [
    ["ArnLike", ARN, `arn:aws:iam::*:role/\${${TAG}}`],
    ["StringLike", ID, "AROA*:ci"],
  ],
  "a session's id in a tag": [
    ["StringEquals", TAG, `\${${ID}}`],
    ["StringLike", TAG, "AROA*:ci-?"],
  ],
  "a federated user's id in a tag, by its account": [
    ["StringEquals", TAG, `\${${ID}}`],
    ["StringLike", ACCOUNT, "8*"],
    kind("FederatedUser"),
  ],
  "a federated user's name in a tag, and an id by its account": [
    ["StringLike", ID, `*:\${${TAG}}`],
    ["StringLike", ACCOUNT, "8*"],
    kind("FederatedUser"),
  ],
  "a root user's id in a tag, by its digits": [
    ["StringEquals", TAG, `\${${ID}}`],
    ["StringLike", TAG, "8*7"],
    kind("Account"),
  ],
  "a root user's id in a tag, and of digits of its own": [
    ["StringEquals", TAG, `\${${ID}}`],
    ["StringLike", ID, "8*7"],
    kind("Account"),
  ],
  "a federated user's id at the end of a tag, and a name of its own": [
    ["StringLike", TAG, `*\${${ID}}`],
    ["StringLike", ID, "8*:b*"],
    kind("FederatedUser"),
  ],
  "a name that a tag has in another case": [
    ["StringEqualsIgnoreCase", TAG, `\${${NAME}}`],
    ["StringLike", NAME, "AL*"],
    ["StringLike", TAG, "al*"],
  ],
  "a tag that is the name, and one that is not": [
    ["StringEquals", TAG, `\${${NAME}}`],
    ["StringNotEquals", OTHER, `\${${NAME}}`],
    ["StringLike", OTHER, "m*"],
  ],
  "two texts around one name": [
    ["StringLike", TAG, `x-\${${NAME}}-*`],
    ["StringLike", OTHER, `*-\${${NAME}}`],
    ["StringLike", NAME, "?q?"],
  ],
  "a tag of one value or the other, unlike the name": [
    ["StringEquals", TAG, ["one", "two"]],
    ["StringEquals", NAME, ["one", "two"]],
    ["StringNotEquals", TAG, `\${${NAME}}`],
  ],
  "an organisation in a tag": [
    ["StringEquals", TAG, "${aws:PrincipalOrgID}"],
    ["StringLike", TAG, "o-a*"],
  ],
  "the address and the time of the call in tags": [
    ["StringEquals", TAG, "${aws:SourceIp}"],
    ["StringEquals", OTHER, "${aws:CurrentTime}"],
  ],
};

describe("the witness of keys that variables tie together", () => {
  for (const [title, demands] of Object.entries(MET))
    it(`is allowed: ${title}`, () => {
      const text = policy(conditions(...demands));
      const { exposure, witness: found } = reachOf([text]);
      expect(exposure).to.equal("exposed");
      if (found === null) throw new Error("no witness");
      expect(evaluate([readPolicy(text)], found).decision).to.equal("allowed");
    });
});

it("the root of an account gets in by its id in a tag that another repeats", () => {
  const { exposure, allowedTo } = reachOf([
    policy(
      conditions(
        ["StringEquals", TAG, `\${${ID}}`],
        ["StringEquals", OTHER, `\${${TAG}}`],
        ["StringLike", OTHER, "222222222222"],
        kind("Account"),
      ),
    ),
  ]);
  expect(exposure).to.equal("cross-account");
  expect(allowedTo).to.deep.equal([{ kind: "account", name: "222222222222" }]);
});

/** Conditions that no request meets. */
const REFUSED: Readonly<Record<string, readonly Demand[]>> = {
  "a name that is a tag's, which no name can be": [
    ["StringEquals", NAME, `\${${TAG}}`],
    ["StringEquals", TAG, "a b"],
  ],
  "two tags that are one, of values apart": [
    ["StringEquals", TAG, `\${${OTHER}}`],
    ["StringLike", TAG, ["x", "y"]],
    ["StringNotEquals", OTHER, ["x", "y"]],
  ],
  "a version of the API that there is none of": [
    ["StringEquals", TAG, "${ses:ApiVersion}"],
    ["StringLike", TAG, "3*"],
  ],
  "a tag between its own beginning and end": [
    ["StringEquals", TAG, `x\${${OTHER}}`],
    ["StringEquals", OTHER, `\${${TAG}}y`],
  ],
};

describe("keys that variables tie together so that nobody meets all", () => {
  for (const [title, demands] of Object.entries(REFUSED))
    it(`let nobody in: ${title}`, () => {
      expect(reachOf([policy(conditions(...demands))]).exposure).to.equal("private");
    });
});

describe("keys that variables tie together to a name", () => {
  for (const [variable, name, exposure, kindOfParty] of [
    ["aws:PrincipalOrgID", "o-abcdefghij", "restricted", "organization"],
    ["aws:PrincipalAccount", "222222222222", "cross-account", "account"],
    ["aws:userid", "AIDAEXAMPLE000000001", "restricted", "principal"],
  ] as const)
    it(`let in whom it means, and no stranger: ${variable}`, () => {
      const reach = reachOf([
        policy(conditions(["StringEquals", TAG, `\${${variable}}`], ["StringLike", TAG, name])),
      ]);
      expect(reach.exposure).to.equal(exposure);
      expect(reach.allowedTo).to.deep.equal([{ kind: kindOfParty, name }]);
    });
});
