import { expect } from "chai";
import { planningFor, NOBODY } from "../../src/fix.ts";
import { judgingOf } from "../../src/judging.ts";
import { prove, type Unproved } from "../../src/remedy/prove.ts";
import type { Proof } from "../../src/remedy/plan-file.ts";
import { identityRecord } from "../support/fixes.ts";

const RESOURCE = "arn:aws:ses:us-east-1:111111111111:identity/example.com";
const ALL = "*";
const SENDER = "arn:aws:iam::222222222222:role/app";

const allow = (principal: unknown, more: object = {}): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: "ses:SendEmail",
  Resource: RESOURCE,
  ...more,
});

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const proofOf = async (
  before: string,
  after: string,
  lockedOut: readonly string[] = [],
): Promise<Proof | Unproved> => {
  const judging = await judgingOf({ now: "2026-11-23T12:00:00Z", select: { ids: ["SES-003"] } });
  const record = identityRecord([before]);
  const planning = planningFor(record, judging, { targetsOf: () => NOBODY, owner: null, lockOut: [] });
  if (planning === null) throw new Error("the kind is not known");
  const [was, is] = [before, after].map((document) =>
    planning.kind.read(planning.fixable.withPolicies(record, [{ name: "Policy-1", document }])),
  );
  if (was === undefined || is === undefined || "problem" in was || "problem" in is)
    throw new Error("no identity");
  return prove({ ...planning, before: was, after: is, lockedOut });
};

const saysOf = async (...args: Parameters<typeof proofOf>): Promise<string> => {
  const proof = await proofOf(...args);
  return "unproved" in proof ? proof.unproved : "";
};

const OPEN = policy(allow(ALL), allow({ AWS: SENDER }));

describe("the proof of a change", () => {
  it("holds where strangers are out and who is named is in, with a request that shows it", async () => {
    const proof = await proofOf(OPEN, policy(allow({ AWS: SENDER })));
    expect(proof).to.deep.include({
      exposure: { before: "exposed", after: "cross-account" },
      contained: true,
    });
    expect(
      "senders" in proof
        ? proof.senders.map(({ name, after, witness }) => [name, after, witness?.context["aws:PrincipalArn"]])
        : [],
    ).to.deep.equal([[SENDER, true, SENDER]]);
  });

  it("fails where a stranger can still send", async () => {
    expect(
      await saysOf(OPEN, policy(allow(ALL, { Condition: { StringLike: { "aws:UserAgent": "*" } } }))),
    ).to.contain("SES-003 would be FAILURE after the change");
  });

  it("fails where one who is named is locked out, unless that is meant", async () => {
    const after = policy(allow({ AWS: "111111111111" }));
    expect(await saysOf(OPEN, after)).to.contain(
      `${SENDER} can send now and could not any more; --lock-out ${SENDER}`,
    );
    expect(await saysOf(OPEN, after, [SENDER])).to.equal("");
  });

  it("fails where somebody gets in who could not before", async () => {
    const before = policy(allow(ALL, { Condition: { StringEquals: { "aws:PrincipalTag/team": "mail" } } }));
    expect(await saysOf(before, policy(allow({ AWS: "222222222222" })))).to.contain(
      "somebody might get access who has none",
    );
    for (const wider of [
      allow({ AWS: "222222222222" }, { Action: "ses:*" }),
      allow({ AWS: "222222222222" }, { Resource: "*" }),
      allow({ Service: "sns.amazonaws.com" }, { Action: ["ses:SendEmail", "ses:SendRawEmail"] }),
    ])
      expect(await saysOf(policy(allow(ALL)), policy(wider))).to.contain("within none of before");
    const denied = policy(allow(ALL), allow({ AWS: SENDER }, { Effect: "Deny" }));
    expect(await saysOf(denied, policy(allow({ AWS: "111111111111" })))).to.contain(
      "the Deny at /Statement/1 is missing",
    );
  });
});
