import { expect } from "chai";
import { newAccess } from "../../../src/policy/decide/difference.ts";
import type { Question } from "../../../src/policy/question.ts";
import { ask } from "../../../proof/question.ts";
import { between, partner, policy, statement } from "./between.ts";

const under = (operator: string, key: string, value: string, more: object = {}): string =>
  policy(statement({ Condition: { [operator]: { [key]: value } }, ...more }));

const withHole = (expression: string): Question => {
  const question = ask([policy(statement({ Principal: { AWS: null } }))]);
  const hole = { at: "/Statement/0/Principal/AWS", expression } as const;
  return { ...question, documents: question.documents.map((one) => ({ ...one, unresolved: [hole] })) };
};

describe("newAccess, where an answer is open", () => {
  describe("a question that AWS's pages leave open", () => {
    const named = { Principal: partner };
    const NEW = "aws:NewKeyOf2027";
    const PATHS = "aws:PrincipalOrgPaths";
    for (const [title, before, after, exposure, ...doubts] of [
      ["is a doubt where it decides", [], [under("StringEquals", NEW, "x")], "undecided", `key:${NEW}`],
      [
        "leaves an account undecided that gets in under one answer",
        [],
        [under("StringEquals", NEW, "x", named)],
        "undecided",
        `key:${NEW}`,
      ],
      [
        "leaves an account undecided that a list without a set operator lets in under one answer",
        [],
        [under("StringNotLike", PATHS, "o-own1234567/*", named)],
        "undecided",
        `list-key:${PATHS}`,
      ],
      [
        "does not matter where an account gets in under every answer",
        [],
        [under("ForAnyValue:StringLikeIfExists", PATHS, "o-own1234567/*", named)],
        "cross-account",
      ],
      [
        "is a doubt where one answer lets strangers in",
        [],
        [under("ForAnyValue:StringLikeIfExists", PATHS, "o-own1234567/*")],
        "exposed",
        "foranyvalue-ifexists",
      ],
      [
        "is a doubt where under the other answer nobody gets in",
        [],
        [
          policy(
            statement({
              Condition: {
                "ForAnyValue:StringLikeIfExists": { [PATHS]: "o-own1234567/*" },
                Null: { [PATHS]: "true" },
              },
            }),
          ),
        ],
        "exposed",
        "foranyvalue-ifexists",
      ],
      [
        "is a doubt where the less likely page lets strangers in",
        [],
        [under("StringEqualsIfExists", "aws:PrincipalAccount", "111111111111")],
        "undecided",
        "ses-global-keys",
      ],
      [
        "is none where only the less likely page lets nobody in",
        [],
        [under("StringEquals", "aws:PrincipalTag/t", "x", named)],
        "cross-account",
      ],
      [
        "is none where more than it was open before",
        [policy(statement())],
        [under("StringEquals", NEW, "x")],
        "private",
      ],
      [
        "is the same on both sides",
        [under("StringLike", NEW, "x*")],
        [under("StringEquals", NEW, "x")],
        "private",
      ],
      [
        "is a doubt where it was one",
        [under("StringEquals", NEW, "x")],
        [policy(statement())],
        "undecided",
        `key:${NEW}`,
      ],
    ] as const)
      it(title, () => {
        const found = between(before, after);
        expect([found.exposure, ...found.doubts]).to.deep.equal([exposure, ...doubts]);
      });
  });

  it("names questions in order on which it rests that an account gets in", () => {
    const Condition = {
      StringEquals: { "aws:NewKeyOf2027": "x" },
      "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": "o-own1234567/*" },
      Null: { "aws:PrincipalOrgPaths": "true" },
    };
    const { exposure, doubts } = between([], [policy(statement({ Principal: partner, Condition }))]);
    expect([exposure, ...doubts]).to.deep.equal([
      "undecided",
      "foranyvalue-ifexists",
      "key:aws:NewKeyOf2027",
    ]);
  });

  describe("an expression that could not be resolved", () => {
    it("may be the effect of a Deny that is gone", () => {
      const open = statement({ Action: "ses:*" });
      const before = ask([policy(open, statement({ Effect: null, Action: "ses:SendRawEmail" }))]);
      const unresolved = [{ at: "/Statement/1/Effect", expression: "var.effect" }] as const;
      const question = { ...before, documents: before.documents.map((one) => ({ ...one, unresolved })) };
      const { exposure, reason } = newAccess(question, ask([policy(open)]));
      expect(exposure).to.equal("undecided");
      expect(reason?.says).to.contain("var.effect");
    });

    it("hides no account that gets in beside it", () => {
      const closed = statement({
        Principal: { AWS: "111111111111" },
        Condition: { StringEquals: { "aws:PrincipalTag/t": null } },
      });
      const after = ask([policy(statement({ Principal: partner }), closed)]);
      const unresolved = [
        { at: "/Statement/1/Condition/StringEquals/aws:PrincipalTag~1t", expression: "var.t" },
      ] as const;
      const documents = after.documents.map((one) => ({ ...one, unresolved }));
      const { exposure, allowedTo } = newAccess(ask([]), { ...after, documents });
      expect(exposure).to.equal("cross-account");
      expect(allowedTo).to.deep.equal([{ kind: "account", name: "222222222222" }]);
    });

    it("is nothing new where it stands on both sides", () => {
      expect(newAccess(withHole("var.partner"), withHole("var.partner")).exposure).to.equal("private");
    });

    it("is undecided where another stood in its place", () => {
      const { exposure, reason } = newAccess(withHole("var.partner"), withHole("var.other"));
      expect(exposure).to.equal("undecided");
      expect(reason?.says).to.contain("var.other");
    });
  });
});
