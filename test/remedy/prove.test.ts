import { expect } from "chai";
import { planningFor, NOBODY } from "../../src/fix.ts";
import { judgingOf } from "../../src/judging.ts";
import { prove, type Unproved } from "../../src/remedy/prove.ts";
import type { Proof } from "../../src/remedy/plan-file.ts";
import { identityRecord } from "../../proof/remedy/planned.ts";

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

  describe("of a sender of whom nobody can tell whether he could send", () => {
    const DOUBTFUL = allow(ALL, {
      Effect: "Deny",
      Condition: { "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalTag/team": "mail" } },
    });
    const before = policy(allow(ALL), allow({ AWS: SENDER }), DOUBTFUL);

    it("holds where the change makes no difference to him", async () => {
      const proof = await proofOf(before, policy(allow({ AWS: SENDER }), allow({ AWS: SENDER }), DOUBTFUL));
      expect("senders" in proof ? proof.senders : proof).to.deep.equal([
        { kind: "principal", name: SENDER, before: null, after: null, witness: null, lockedOut: false },
      ]);
    });

    it("fails where he might lose something, unless that is meant", async () => {
      const after = policy(allow({ AWS: "111111111111" }), allow({ AWS: "111111111111" }), DOUBTFUL);
      expect(await saysOf(before, after)).to.contain(`whether ${SENDER} can still send could not be decided`);
      const proof = await proofOf(before, after, [SENDER]);
      expect("senders" in proof ? proof.senders.map(({ lockedOut }) => lockedOut) : proof).to.deep.equal([
        true,
      ]);
    });
  });
});
