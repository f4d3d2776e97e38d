import { expect } from "chai";
import type { Results } from "../../src/model/results.ts";
import { rule as dkim } from "../../src/rules/ses-001-dkim-enabled/rule.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

/** A plugin with one rule whose judge has this body. */
const pluginOf = (body: string): string => `
export default {
  apiVersion: 1,
  name: "own",
  rules: [{ meta: ${JSON.stringify({ ...dkim.meta, id: "OWN-001" })}, kind: "aws.ses.identity", needs: ["dkim"], judge(identity, context) { ${body} } }],
};
`;

const IDENTITY = JSON.stringify({
  kind: "aws.ses.identity",
  id: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
  policies: [],
  dkim: { enabled: true, status: "Success" },
});

/** What each rule says of the identity. */
const statuses = (body: string, identity = IDENTITY): Promise<Readonly<Record<string, string>>> =>
  inFolder({ "own.mjs": pluginOf(body), "identities.jsonl": `${identity}\n` }, async (cwd) => {
    const argv = ["analyze", "identities.jsonl", "--plugin", "./own.mjs", "-f", "json"];
    const { stdout } = await postern([...argv, "--rule", "OWN-001", "--rule", "SES-001"], { cwd });
    const { findings } = JSON.parse(stdout) as Results;
    return Object.fromEntries(
      findings.map(({ ruleId, status, message }) => [ruleId, `${status} ${message}`]),
    );
  });

describe("a plugin's rule in a run", () => {
  it("is judged beside ours", async () => {
    const said = await statuses('return { status: "SUCCESS", message: context.now, evidence: [] };');
    expect(said["OWN-001"]).to.match(/^SUCCESS 2026-11-23T16:00:00/);
    expect(said["SES-001"]).to.match(/^SUCCESS/);
  });

  const BROKEN: readonly (readonly [string, string, RegExp])[] = [
    ["throws", 'throw new Error("out of order");', /failed: out of order/],
    ["changes its input", "identity.name = 'x'; return {};", /failed: Cannot assign/],
    ["changes its context", "context.trust.accounts.push('1'); return {};", /failed:/],
    ["answers nothing", "", /nonsense: not an object/],
    ["answers a promise", "return Promise.resolve({});", /a promise/],
    ["answers a promise that is rejected", 'return Promise.reject(new Error("late"));', /a promise/],
    [
      "points nowhere",
      'return { status: "SUCCESS", message: "m", evidence: [{ at: "/x", role: "remark", says: "s" }] };',
      /nonsense: evidence 0/,
    ],
    [
      "fails without a fault",
      'return { status: "FAILURE", message: "m", evidence: [{ at: "/dkim", role: "remark", says: "s" }], faults: [] };',
      /without a fault/,
    ],
  ];
  for (const [name, body, says] of BROKEN) {
    it(`that ${name} needs review, and breaks nothing else`, async () => {
      const said = await statuses(body);
      expect(said["OWN-001"])
        .to.match(/^NEEDS_REVIEW/)
        .and.to.match(says);
      expect(said["SES-001"]).to.match(/^SUCCESS/);
    });
  }

  it("is not called where a fact that it needs is missing", async () => {
    const said = await statuses('throw new Error("called");', IDENTITY.replace(/,"dkim".*\}$/, "}"));
    expect(said["OWN-001"]).to.match(/^NOT_EVALUATED/);
  });
});
