import { expect } from "chai";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import { ask, IDENTITY } from "../../../../proof/question.ts";

describe("evidence on a statement whose Resource could not be resolved", () => {
  it("says that the expression decides whether it is about this resource", () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail" };
    const question = ask([
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { ...statement, Resource: null },
          { ...statement, Resource: `${IDENTITY}.org` },
        ],
      }),
    ]);
    const documents = question.documents.map((document) => ({
      ...document,
      unresolved: [{ at: "/Statement/0/Resource" as const, expression: "var.identity" }],
    }));
    const { exposure, evidence } = decideExposure({ ...question, documents });
    expect(exposure).to.equal("undecided");
    expect(evidence.map(({ at, code }) => [at, code])).to.deep.equal([
      ["/Statement/0", "unresolved-request"],
      ["/Statement/1", "other-request"],
    ]);
    expect(evidence[0]?.says).to.include("var.identity");
  });
});
