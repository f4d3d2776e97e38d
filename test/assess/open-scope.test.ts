import { expect } from "chai";
import type { Results } from "../../src/model/results.ts";
import { postern } from "../support/command.ts";

const SCOPE = "aws/111122223333/us-east-1/ses";

const refused = (operation: string): object => ({
  unread: { operation, code: "AccessDenied", message: "no", attempts: 1 },
});

/** A scan that was refused the policies of its one identity, and what else is given. */
const snapshot = (facts: object = {}): string =>
  [
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T16:00:00Z",
      tool: "postern 0.1.0",
      caller: null,
      parameters: {},
    },
    {
      kind: "aws.ses.identity",
      scope: SCOPE,
      id: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
      policies: refused("ListIdentityPolicies"),
      verification: "Success",
      dkim: { enabled: true, status: "Success" },
      ...facts,
    },
    { kind: "scope", id: SCOPE, status: "partial", listed: 1 },
    { kind: "end", finishedAt: "2026-11-23T16:00:09Z" },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");

const judged = async (stdin: string, ...rules: readonly string[]) => {
  const { code, stdout } = await postern(
    ["analyze", "-", ...rules.flatMap((rule) => ["--rule", rule]), "-f", "json"],
    { stdin },
  );
  const { coverage, findings } = JSON.parse(stdout) as Results;
  return {
    code,
    scope: [coverage[0]?.status, coverage[0]?.read, coverage[0]?.unread],
    statuses: findings.map(({ ruleId, status }) => `${ruleId} ${status}`),
  };
};

describe("a refused fact", () => {
  it("leaves nothing unread for rules that do not need it", async () => {
    expect(await judged(snapshot(), "SES-002")).to.deep.equal({
      code: 0,
      scope: ["complete", 1, 0],
      statuses: ["SES-002 SUCCESS"],
    });
  });

  it("keeps the resource unread where one rule of the run needs it", async () => {
    const { code, scope, statuses } = await judged(snapshot(), "SES-002", "SES-003");
    expect(code).to.equal(3);
    expect(scope).to.deep.equal(["partial", 0, 1]);
    expect(statuses).to.include("SES-002 SUCCESS").and.to.include("SES-003 NOT_EVALUATED");
  });

  it("counts where no call reads it and a rule may use it", async () => {
    const tags = { tags: refused("ListTagsForResource") };
    expect((await judged(snapshot(tags), "SES-002")).scope).to.deep.equal(["partial", 0, 1]);
  });

  it("does not make a scope whole that misses resources", async () => {
    const text = snapshot().replace('"listed":1', '"listed":2');
    const { code, scope } = await judged(text, "SES-002");
    expect(code).to.equal(3);
    expect(scope).to.deep.equal(["partial", 1, 1]);
  });
});
