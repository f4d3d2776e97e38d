import { expect } from "chai";
import { queryOf, seek, type Query } from "../../../../src/policy/decide/search/query.ts";
import { STRANGER } from "../../../../src/policy/decide/request/caller-class.ts";
import { STEP_LIMIT } from "../../../../src/policy/decide/request/environment.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import { ask } from "../../../../proof/question.ts";

type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

const TAG = "aws:PrincipalTag/t";
const OPEN: Condition = {};
const CLOSED: Condition = { StringLike: { [TAG]: "a*b*c?d" }, StringNotLike: { [TAG]: "a*d" } };
/** What is tried first does not meet it. */
const INTRICATE: Condition = { StringLike: { [TAG]: "a*b*c?d" }, StringNotLike: { [TAG]: "*b*x*" } };
const NEVER: Condition = { StringEquals: { "aws:x": "y" } };
const UNREADABLE: Condition = { StringLike: { "aws:SourceIp": "203.0.113.1*" } };

const statements = (Effect: string, conditions: readonly Condition[]): readonly object[] =>
  conditions.map((Condition) => ({
    Effect,
    Principal: "*",
    Action: "ses:SendEmail",
    Resource: "*",
    Condition,
  }));

const saying = (allows: readonly Condition[], denies: readonly Condition[]): Query => {
  const Statement = [...statements("Allow", allows), ...statements("Deny", denies)];
  const text = JSON.stringify({ Version: "2012-10-17", Statement });
  const policy = parsePolicy(text);
  return queryOf(ask([text]), [isPolicy(policy) ? policy : null]);
};

const allowing = (...conditions: readonly Condition[]): Query => saying(conditions, []);

/** What is found in so many steps, and how many of them it takes. */
const sought = (query: Query, left = STEP_LIMIT): readonly [found: string, steps: number] => {
  const environment = { ...query.environment, budget: { left } };
  const { granted, stopped } = seek({ ...query, environment }, STRANGER);
  const found =
    granted === null ? (stopped?.reason.code ?? "nothing") : `statement ${granted.allow.statement.at}`;
  return [found, left - environment.budget.left];
};

const stepsFor = (...conditions: readonly Condition[]): number => sought(allowing(...conditions))[1];

describe("a request that one of several Allows grants", () => {
  it("is looked for in one after the other, once", () => {
    const closed = stepsFor(CLOSED);
    const open = stepsFor(OPEN);
    expect(closed).to.be.greaterThan(50);
    expect(open).to.equal(0);
    expect(sought(allowing(CLOSED))[0]).to.equal("nothing");
    expect(sought(allowing(OPEN, CLOSED))).to.deep.equal(["statement /Statement/0", open]);
    expect(sought(allowing(CLOSED, OPEN))).to.deep.equal(["statement /Statement/1", closed + open]);
    expect(sought(allowing(OPEN))).to.deep.equal(["statement /Statement/0", open]);
  });

  it("is looked for again in what the others have left over, where an Allow's share is too small", () => {
    const steps = stepsFor(INTRICATE);
    const among = (left: number): string => sought(allowing(NEVER, INTRICATE, NEVER), Math.ceil(left))[0];
    expect(sought(allowing(INTRICATE), steps)[0]).to.equal("statement /Statement/0");
    expect(sought(allowing(INTRICATE), steps - 1)[0]).to.equal("too-complex");
    expect(among(3.1 * steps)).to.equal("statement /Statement/1");
    expect(among(2 * steps)).to.equal("statement /Statement/1");
    expect(among(1.2 * steps)).to.equal("too-complex");
  });

  it("takes more steps with each Deny that is weighed", () => {
    const [none, one, two] = [0, 1, 2].map(
      (count) =>
        sought(
          saying(
            [OPEN],
            Array.from({ length: count }, () => NEVER),
          ),
        )[1],
    );
    expect([none, one, two]).to.deep.equal([0, 11, 12]);
  });

  it("is not looked for again in the one Allow that there is", () => {
    const [code, steps] = sought(allowing(UNREADABLE));
    expect(code).to.equal("unsupported-text");
    expect(stepsFor(UNREADABLE, UNREADABLE)).to.equal(4 * steps);
  });
});
