import { expect } from "chai";
import { policy, reachOf, type Members } from "./support.ts";
import type { Reach } from "../../../../src/policy/question.ts";

const under = (Condition: Members): Reach => reachOf([policy({ Condition })]);
const doubtsIn = ({ evidence }: Reach): readonly string[] =>
  evidence.flatMap(({ code = "", role }) => (code.startsWith("doubt") ? [`${role} ${code}`] : []));

describe("the evidence of an open question", () => {
  it("names the question by its kind, at the condition that raises it", () => {
    const rows: readonly (readonly [Members, string])[] = [
      [{ StringEquals: { "foo:bar": "x" } }, "remark doubt-key"],
      [{ StringEquals: { "aws:ResourceTag/t": "x" } }, "remark doubt-resource-tag"],
      [{ stringequals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "remark doubt-operator"],
      [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam:*" } }, "remark doubt-short-arn"],
      [{ StringNotLike: { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }, "fails-to-limit doubt-list"],
    ];
    for (const [condition, expected] of rows) {
      const reach = under(condition);
      expect(reach.exposure, JSON.stringify(condition)).to.equal("undecided");
      expect(doubtsIn(reach), JSON.stringify(condition)).to.include(expected);
      const doubts = reach.evidence.filter(({ code = "" }) => code.startsWith("doubt"));
      for (const { says } of doubts) expect(says).to.include("no outsider gets in");
    }
  });

  it("says what each reading comes to, and the reason says it again", () => {
    const { evidence, reason } = under({ StringEquals: { "foo:bar": "x" } });
    const doubt = evidence.find(({ code }) => code === "doubt-key");
    expect(doubt?.at).to.equal("/Statement/0/Condition/StringEquals/foo:bar");
    expect(doubt?.says)
      .to.include("foo:bar")
      .and.to.include("strangers get in")
      .and.to.include("no outsider gets in");
    expect(reason).to.deep.include({ document: "Policy-1", code: "doubts-together" });
    expect(reason?.says).to.include("foo:bar");
  });

  it("fails to limit on a failure", () => {
    const reach = reachOf([
      policy(
        {},
        {
          Effect: "Deny",
          Condition: { "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } },
        },
      ),
    ]);
    expect(reach.exposure).to.equal("exposed");
    expect(doubtsIn(reach)).to.include("fails-to-limit doubt-any-value-if-exists");
    expect(reach.reason).to.equal(null);
  });

  it("is none where every reading gives the same", () => {
    expect(doubtsIn(under({ Null: { "foo:bar": ["true", "false"] } }))).to.deep.equal([]);
  });
});
