import { expect } from "chai";
import { OWNER_ONLY } from "../../../src/model/trust.ts";
import type { Hole } from "../../../src/model/resource.ts";
import { decideExposure, exposureOf, whoCan } from "../../../src/policy/decide/decide.ts";
import type { Question, Reach } from "../../../src/policy/question.ts";
import { DISPUTED_KEYS } from "../../../src/services/ses/keys.ts";
import { RESOURCE, ask, policy, hole, asks } from "./asked.ts";

const decided = (text: string, at: Hole["at"]): Reach => decideExposure(ask([text], hole(at)));

describe("expressions that could not be resolved", () => {
  it("are decided around where they do not matter", () => {
    expect(
      decided(
        policy({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": null } } }),
        "/Statement/0/Condition/StringEqualsIfExists/aws:SourceAccount",
      ).exposure,
    ).to.equal("exposed");
    expect(
      decided(
        policy({
          Principal: { AWS: "111111111111" },
          Condition: { StringEquals: { "aws:PrincipalOrgID": null } },
        }),
        "/Statement/0/Condition/StringEquals/aws:PrincipalOrgID",
      ).exposure,
    ).to.equal("private");
    expect(decided(policy({ Effect: "Deny", Principal: null }), "/Statement/0/Principal").exposure).to.equal(
      "private",
    );
    expect(
      decided(policy({}, { Effect: "Deny", Action: "s3:*", Principal: null }), "/Statement/1/Principal")
        .exposure,
    ).to.equal("exposed");
  });

  for (const [title, text, at] of [
    ["a principal", policy({ Principal: { AWS: null } }), "/Statement/0/Principal/AWS"],
    ["a whole principal", policy({ Principal: null }), "/Statement/0/Principal"],
    ["an action", policy({ Action: null }), "/Statement/0/Action"],
    ["a resource", policy({ Resource: [null] }), "/Statement/0/Resource/0"],
    ["an effect", policy({ Effect: null }), "/Statement/0/Effect"],
    ["a condition", policy({ Condition: null }), "/Statement/0/Condition"],
    ["an operator", policy({ Condition: { StringEquals: null } }), "/Statement/0/Condition/StringEquals"],
    [
      "a value",
      policy({ Condition: { StringEquals: { "aws:PrincipalOrgID": null } } }),
      "/Statement/0/Condition/StringEquals/aws:PrincipalOrgID",
    ],
    ["a Deny's principal", policy({}, { Effect: "Deny", Principal: null }), "/Statement/1/Principal"],
    ["a statement", policy({}).replace("[{", "[null,{"), "/Statement/0"],
    ["the document", "null", ""],
  ] as const)
    it(`leave it open where ${title} is one`, () => {
      const reach = decided(text, at);
      expect(reach.exposure).to.equal("undecided");
      expect(reach.reason?.says).to.include("var.x");
    });
});

const condition = (operator: string, key: string, value: string): string =>
  policy({ Condition: { [operator]: { [key]: value } } });

describe("an answer", () => {
  it("depends on nothing that was asked before", () => {
    const dated = ask([condition("DateLessThan", "aws:CurrentTime", "2027-01-01")]);
    const later = { ...dated, now: "2028-01-01T00:00:00Z" };
    const partner = ask([policy({ Principal: { AWS: "222222222222" } })]);
    const friends = { ...partner, trust: { ...OWNER_ONLY, accounts: ["222222222222"] } };
    const owned = { ...partner, owner: "222222222222" };
    const content = ask([condition("StringEquals", "ses:TenantName", "x")]);
    const bare = { ...content, actions: content.actions.map(({ name }) => ({ name, keys: [] })) };
    const other = { ...content, resource: RESOURCE.replace("example.com", "example.org") };
    const expected: readonly (readonly [Question, string])[] = [
      [dated, "exposed"],
      [later, "private"],
      [partner, "cross-account"],
      [friends, "private"],
      [owned, "private"],
      [content, "exposed"],
      [bare, "private"],
      [other, "private"],
    ];
    for (const [question, exposure] of [...expected, ...expected.toReversed(), ...expected]) {
      expect(decideExposure(question).exposure).to.equal(exposure);
      expect(exposureOf(question)).to.equal(exposure);
    }
  });
});

const actions = (count: number): Question["actions"] =>
  Array.from({ length: count }, (_, at) => ({ name: `ses:Act${at}`, keys: [] }));

const NOTHING_SAID: Omit<Reach, "reason"> = {
  exposure: "undecided",
  allowedTo: [],
  evidence: [],
  witness: null,
  accepting: null,
  faults: [],
  deputies: [],
  certain: null,
  doubts: [],
  otherwise: [],
};

describe("the number of actions in one question", () => {
  it("may be 31, and the last of them is decided like the first", () => {
    for (const at of [0, 30]) {
      const question = { ...ask([policy({ Action: `ses:Act${at}` })]), actions: actions(31) };
      expect(decideExposure(question)).to.deep.include({ exposure: "exposed" });
      expect(decideExposure(question).witness?.action).to.equal(`ses:Act${at}`);
      expect(whoCan(question)).to.deep.include({ exposure: "exposed" });
    }
    const other = { ...ask([policy({ Action: "ses:Act31" })]), actions: actions(31) };
    expect(exposureOf(other)).to.equal("private");
  });

  it("makes a question undecided where it is more, and the reason says so", () => {
    for (const at of [0, 31]) {
      const question = { ...ask([policy({ Action: `ses:Act${at}` })]), actions: actions(32) };
      expect(exposureOf(question)).to.equal("undecided");
      expect(decideExposure(question).reason?.code).to.equal("too-many-actions");
      const { reason, ...answer } = decideExposure(question);
      expect(reason?.says).to.match(/32 actions.* 31$/);
      expect(reason?.document).to.equal("Policy-1");
      expect(answer).to.deep.equal(NOTHING_SAID);
      expect(whoCan(question)).to.deep.include({ exposure: "undecided", allowedTo: [], witness: null });
    }
    expect(decideExposure({ ...ask([]), actions: actions(32) }).reason?.document).to.equal("");
  });
});

describe("an equal question", () => {
  it("is decided once", () => {
    const text = policy(asks("StringEquals", "aws:PrincipalTag/once", "x"));
    expect(decideExposure(ask([text]))).to.equal(decideExposure(ask([text])));
  });
});

describe("who can, without an explanation", () => {
  const disputed = { disputed: DISPUTED_KEYS };
  const partner = { Principal: { AWS: "222222222222" } };
  for (const [what, question] of [
    ["everybody", ask([policy({})])],
    ["nobody", ask([policy({ Principal: { AWS: "111111111111" } })])],
    ["an account", ask([policy(partner)])],
    ["nobody beside a text that is no policy", ask([policy({ Principal: { AWS: "111111111111" } }), "{"])],
    ["an account beside a text that is no policy", ask([policy(partner), "{"])],
    [
      "a principal that is not resolved",
      ask([policy({ Principal: { AWS: null } })], hole("/Statement/0/Principal/AWS")),
    ],
    [
      "whoever carries an unknown key",
      { ...ask([policy(asks("StringLike", "aws:NewKeyOf2027", "al?ce"))]), ...disputed },
    ],
    [
      "a tag, as one page has it",
      { ...ask([policy(asks("StringEquals", "aws:PrincipalTag/t", "x"))]), ...disputed },
    ],
  ] as const)
    it(`is what the whole answer says: ${what}`, () => {
      const { exposure, allowedTo, witness } = decideExposure(question);
      expect(whoCan(question)).to.deep.include({ exposure, allowedTo, witness });
    });
});

const withUnknown = (key: string): Reach =>
  decideExposure({
    ...ask([
      policy({
        Condition: {
          "ForAllValues:StringEquals": { "aws:userid": "AROA*:*" },
          StringLike: { [key]: "al?ce" },
        },
      }),
    ]),
    disputed: DISPUTED_KEYS,
  });

describe("a service that may not know the global keys", () => {
  it("does not know a key that no table has either, unless the key is its own", () => {
    expect(withUnknown("aws:NewKeyOf2027").exposure).to.equal("restricted");
    expect(withUnknown("ses:NewKeyOf2027").exposure).to.equal("undecided");
  });

  it("may ignore a Deny that another question lets fail without its key", () => {
    const key = "aws:userid";
    const denied = (operator: string): Reach =>
      decideExposure({
        ...ask([policy({}, { Effect: "Deny", Condition: { [operator]: { [key]: "AROA*:*" } } })]),
        disputed: DISPUTED_KEYS,
      });
    const { exposure: answer, doubts } = denied("ForAnyValue:StringNotEqualsIgnoreCaseIfExists");
    expect(answer).to.equal("undecided");
    expect(doubts).to.include("ses-global-keys");
    expect(denied("StringNotEqualsIgnoreCaseIfExists").exposure).to.equal("private");
  });
});
