import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

const withFormat = (exporter: string): Promise<readonly [code: number, stderr: string, written: string]> =>
  inFolder(
    {
      "own.mjs": `export default { apiVersion: 1, name: "own", rules: [], exporters: [${exporter}] };`,
      "identities.jsonl": `${IDENTITY}\n`,
    },
    async (cwd) => {
      const argv = [
        "analyze",
        "identities.jsonl",
        "--plugin",
        "./own.mjs",
        "--rule",
        "SES-001",
        "-f",
        "lines=lines.txt",
      ];
      const { code, stderr } = await postern(argv, { cwd });
      const file = join(cwd, "lines.txt");
      return [code, stderr, existsSync(file) ? readFileSync(file, "utf8") : ""];
    },
  );

describe("a plugin's format in a run", () => {
  it("is written as ours are", async () => {
    const [, stderr, written] = await withFormat(
      `{ name: "lines", extension: "txt", open: () => (r) => r.kind === "finding" ? [{ text: r.ruleId + " " + r.status + "." }] : [] }`,
    );
    expect(written, stderr).to.equal("SES-001 SUCCESS.");
  });

  const WRONG: readonly (readonly [string, string, number, RegExp])[] = [
    [
      "throws",
      `{ name: "lines", extension: "txt", open: () => () => { throw new Error("no ink"); } }`,
      4,
      /format lines of a plugin failed: no ink/,
    ],
    ["answers a text", `{ name: "lines", extension: "txt", open: () => () => "x" }`, 4, /no list of pieces/],
    ["has no open", `{ name: "lines", extension: "txt" }`, 2, /\/exporters\/0: open is not a function/],
    [
      "has a name of ours",
      `{ name: "json", extension: "txt", open: () => () => [] }`,
      2,
      /the format json, which is already there/,
    ],
  ];
  for (const [name, exporter, expected, says] of WRONG)
    it(`that ${name} leaves no file and says why`, async () => {
      const [code, stderr, written] = await withFormat(exporter);
      expect([code, written], stderr).to.deep.equal([expected, ""]);
      expect(stderr).to.match(says);
    });
});
