import { expect } from "chai";
import { evaluate } from "../../../../src/policy/evaluate/evaluate.ts";
import type { Witness } from "../../../../src/model/verdict.ts";
import { readPolicy } from "../../../../proof/read-policy.ts";
import { policy, reachOf, type Members } from "../explain/support.ts";

const witness = (...statements: readonly Members[]): Witness => {
  const { exposure, witness: found } = reachOf([policy(...statements)]);
  if (found === null) throw new Error(`no witness: ${exposure}`);
  return found;
};

type Demand = readonly [operator: string, key: string, value: unknown];

const conditions = (...all: readonly Demand[]): Members => {
  const Condition: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of all) Condition[operator] = { ...Condition[operator], [key]: value };
  return { Condition };
};

const kind = (type: string): readonly [string, string, string] => ["StringEquals", "aws:PrincipalType", type];

describe("keys that variables tie together", () => {
  it("have one text, whichever of them is asked for", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringLike", "aws:PrincipalTag/b", "mail-*"],
      ),
    );
    expect(context["aws:PrincipalTag/a"]).to.equal(context["aws:PrincipalTag/b"]);
    expect(context["aws:PrincipalTag/b"]).to.match(/^mail-/);
  });

  it("have one text through a third key", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringEquals", "aws:PrincipalTag/b", "${aws:PrincipalTag/c}"],
        ["StringLike", "aws:PrincipalTag/c", "mail-?"],
      ),
    );
    expect(context["aws:PrincipalTag/a"]).to.match(/^mail-.$/);
    expect(context["aws:PrincipalTag/a"]).to.equal(context["aws:PrincipalTag/c"]);
  });

  it("are the id of a root user, which is his account", () => {
    const { principal, context } = witness(
      conditions(["StringEquals", "aws:PrincipalTag/id", "${aws:userid}"], kind("Account")),
    );
    expect(principal).to.equal(`arn:aws:iam::${String(context["aws:userid"])}:root`);
    expect(context["aws:PrincipalTag/id"]).to.equal(context["aws:PrincipalAccount"]);
  });

  it("are not bound by what is asked of the caller's id", () => {
    for (const [type, id] of [
      ["Account", "9*"],
      ["FederatedUser", "*:bob"],
    ] as const) {
      const { context } = witness(
        conditions(
          ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
          ["StringLike", "aws:PrincipalTag/b", "mail-*"],
          ["StringLike", "aws:userid", id],
          kind(type),
        ),
        { Effect: "Deny", ...conditions(["StringEquals", "aws:PrincipalTag/b", ["mail-", "mail-x"]]) },
      );
      expect(context["aws:PrincipalTag/a"], type).to.match(/^mail-./);
    }
  });

  it("are the id of a federated user, which is his account and name", () => {
    const { principal, context } = witness(
      conditions(["StringEquals", "aws:PrincipalTag/id", "${aws:userid}"], kind("FederatedUser")),
    );
    const [account = "", name = ""] = String(context["aws:userid"]).split(":");
    expect(principal).to.equal(`arn:aws:sts::${account}:federated-user/${name}`);
    expect(name).not.to.equal("");
    expect(context["aws:PrincipalTag/id"]).to.equal(context["aws:userid"]);
  });

  it("are part of the name of a user, or of a role", () => {
    const user = witness(
      conditions(
        ["StringEquals", "aws:username", "x-${aws:PrincipalTag/team}"],
        ["StringLike", "aws:PrincipalTag/team", "m?il"],
      ),
    );
    expect(user.context["aws:username"]).to.match(/^x-m.il$/);
    expect(user.principal.endsWith(`/${String(user.context["aws:username"])}`)).to.equal(true);
    const role = witness(
      conditions(
        ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/${aws:PrincipalTag/team}"],
        ["StringLike", "aws:PrincipalTag/team", "m?il"],
      ),
    );
    expect(role.context["aws:PrincipalArn"]).to.match(/^arn:aws:iam::\d{12}:role\/m.il$/);
  });

  it("let nobody in where no text meets all", () => {
    for (const rest of [
      [["StringEquals", "aws:PrincipalTag/b", "${aws:PrincipalTag/a}x"]],
      [
        ["StringLike", "aws:PrincipalTag/a", "a*"],
        ["StringNotLike", "aws:PrincipalTag/b", "a*"],
      ],
    ] as const)
      expect(
        reachOf([
          policy(conditions(["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"], ...rest)),
        ]).exposure,
        JSON.stringify(rest),
      ).to.equal("private");
  });

  it("let nobody in where they make the caller's account the owner's", () => {
    const { exposure } = reachOf([
      policy(
        conditions(
          ["StringEquals", "aws:PrincipalAccount", "${aws:PrincipalTag/id}"],
          ["StringEquals", "aws:PrincipalTag/id", "111111111111"],
        ),
      ),
    ]);
    expect(exposure).to.equal("private");
  });

  it("are tried at another value where a Deny takes the first", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringEquals", "aws:PrincipalTag/b", ["one", "two"]],
      ),
      { Effect: "Deny", ...conditions(["StringEquals", "aws:PrincipalTag/a", "one"]) },
    );
    expect(context["aws:PrincipalTag/a"]).to.equal("two");
    expect(context["aws:PrincipalTag/b"]).to.equal("two");
  });

  it("are all tried at another value where a Deny takes the first of the last", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringEquals", "aws:PrincipalTag/b", "${aws:PrincipalTag/c}"],
        ["StringEquals", "aws:PrincipalTag/c", ["one", "two"]],
      ),
      { Effect: "Deny", ...conditions(["StringEquals", "aws:PrincipalTag/c", "one"]) },
    );
    for (const name of ["a", "b", "c"]) expect(context[`aws:PrincipalTag/${name}`], name).to.equal("two");
  });

  it("leave it undecided where a date is one of them, and only then are named", () => {
    const { exposure, reason } = reachOf([
      policy(
        conditions(
          ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
          ["StringLike", "aws:PrincipalTag/now", "${aws:CurrentTime}"],
          ["StringEquals", "aws:PrincipalTag/day", "${aws:CurrentTime}"],
          ["StringNotLike", "aws:PrincipalTag/day", "2026-11-23T12:00:00Z"],
        ),
      ),
    ]);
    expect(exposure).to.equal("undecided");
    expect(reason?.code).to.equal("related-keys");
    expect(reason?.says).to.match(/ aws:CurrentTime, aws:PrincipalTag\/day /);
  });
});

describe("keys that variables tie together and numbers", () => {
  it("leave it undecided where the values tried do not meet all", () => {
    const { exposure, reason } = reachOf([
      policy(
        conditions(
          ["StringEquals", TAG, `\${${OTHER}}`],
          ["StringLike", TAG, "3*"],
          ["NumericGreaterThan", OTHER, "100"],
        ),
      ),
    ]);
    expect(exposure).to.equal("undecided");
    expect(reason?.code).to.equal("related-keys");
  });
});

const TAG = "aws:PrincipalTag/a";
const OTHER = "aws:PrincipalTag/b";
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
