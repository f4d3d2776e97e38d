import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "../../src/model/results.ts";
import { postern } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const identity = (
  name: string,
  tags: Readonly<Record<string, string>> = {},
  principal: unknown = "*",
): string =>
  JSON.stringify({
    kind: "aws.ses.identity",
    id: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
    tags,
    policies: [
      {
        name: "p",
        document: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: principal,
              Action: "ses:SendEmail",
              Resource: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
            },
          ],
        }),
      },
    ],
  });

const MINE = { AWS: "arn:aws:iam::111122223333:root" };

const of = (results: Results, name: string): Results["findings"][number] => {
  const finding = results.findings.find(({ resource }) => resource.name === name);
  if (finding === undefined) throw new Error(`no finding of ${name}`);
  return finding;
};

describe("owners and due dates", () => {
  const folder = aFolder();

  const judged = async (
    lines: readonly string[],
    now: string,
    { config = "{}", more = [] }: { readonly config?: string; readonly more?: readonly string[] } = {},
  ): Promise<Results> => {
    writeFileSync(join(folder(), "s.jsonl"), `${lines.join("\n")}\n`);
    writeFileSync(join(folder(), "postern.config.yaml"), config);
    const argv = ["analyze", "s.jsonl", "--rule", "SES-003", "--now", now, "-f", "json=r.json", ...more];
    const { code, stderr } = await postern(argv, { cwd: folder() });
    expect(code, stderr).to.be.oneOf([0, 1, 3]);
    return JSON.parse(readFileSync(join(folder(), "r.json"), "utf8")) as Results;
  };

  it("takes the owner from a tag before the configuration, and the day from the risk", async () => {
    const config = `followUp:
  dueDays: { HIGH: 14 }
  owners: [{ account: "111122223333", owner: Mail team }]
`;
    const results = await judged(
      [identity("a.example", { owner: "shop@corp.example" }), identity("b.example")],
      "2026-11-01T00:00:00Z",
      { config },
    );
    expect(of(results, "a.example").followUp).to.deep.equal({
      owner: "shop@corp.example",
      due: "2026-11-15",
      response: null,
    });
    expect(of(results, "b.example").followUp?.owner).to.equal("Mail team");
  });

  it("says nothing of passes and accepted risks", async () => {
    const config = `exceptions:
  - { rule: SES-003, account: "111122223333", reason: r, approver: a, approvedAt: 2026-01-01, expires: 2027-01-01, ticket: t }
`;
    const results = await judged(
      [identity("a.example"), identity("b.example", {}, MINE)],
      "2026-11-01T00:00:00Z",
      {
        config,
      },
    );
    expect(results.findings.map(({ status, followUp }) => [status, followUp])).to.deep.equal([
      ["FAILURE", undefined],
      ["SUCCESS", undefined],
    ]);
  });

  it("counts from the first of the failures that had no pass between them", async () => {
    const baseline = ["--baseline", "r.json"];
    await judged([identity("a.example")], "2026-09-01T00:00:00Z");
    const second = await judged([identity("a.example")], "2026-10-01T00:00:00Z", { more: baseline });
    expect(of(second, "a.example")).to.deep.include({ openSince: "2026-09-01T00:00:00.000Z" });
    expect(of(second, "a.example").followUp?.due).to.equal("2026-10-01");
    const mended = await judged([identity("a.example", {}, MINE)], "2026-10-15T00:00:00Z", {
      more: baseline,
    });
    expect(of(mended, "a.example")).to.not.have.any.keys("openSince", "followUp");
    const again = await judged([identity("a.example")], "2026-11-01T00:00:00Z", { more: baseline });
    expect(of(again, "a.example")).to.deep.include({
      change: "reopened",
      firstSeenAt: "2026-09-01T00:00:00.000Z",
      openSince: "2026-11-01T00:00:00.000Z",
    });
    expect(of(again, "a.example").followUp?.due).to.equal("2026-12-01");
  });

  it("carries the response of the management, and its day", async () => {
    const config = `followUp:
  responses:
    - { rule: SES-003, resource: "*/a.example", response: We move to a role., by: J. Ode, on: 2026-10-30, due: 2027-01-31 }
`;
    const results = await judged([identity("a.example"), identity("b.example")], "2026-11-01T00:00:00Z", {
      config,
      more: ["-f", "html=r.html", "-f", "csv=r.csv"],
    });
    expect(of(results, "a.example").followUp).to.deep.equal({
      owner: null,
      due: "2027-01-31",
      response: { response: "We move to a role.", by: "J. Ode", on: "2026-10-30" },
    });
    expect(of(results, "b.example").followUp?.response).to.equal(null);
    const page = readFileSync(join(folder(), "r.html"), "utf8");
    expect(page).to.include("We move to a role.").and.to.include("J. Ode, 2026-10-30");
    const csv = readFileSync(join(folder(), "r.csv"), "utf8");
    expect(csv).to.include('"assigned_to","due","management_response"');
    expect(csv).to.include('"2027-01-31","We move to a role."');
  });

  it("refuses a day that is none, with its line", async () => {
    writeFileSync(join(folder(), "s.jsonl"), `${identity("a.example")}\n`);
    writeFileSync(
      join(folder(), "postern.config.yaml"),
      "followUp:\n  responses:\n    - { response: r, by: b, on: 2026-02-30 }\n",
    );
    const { code, stderr } = await postern(["analyze", "s.jsonl"], { cwd: folder() });
    expect(code).to.equal(2);
    expect(stderr).to.match(/postern\.config\.yaml:3: followUp\/responses\/0\/on: is not a day/);
  });

  it("a bundle that was judged with owners is judged the same again", async () => {
    writeFileSync(join(folder(), "s.jsonl"), `${identity("a.example")}\n`);
    writeFileSync(
      join(folder(), "postern.config.yaml"),
      "followUp: { dueDays: { HIGH: 3 }, owners: [{ owner: Mail team }] }\n",
    );
    const written = await postern(["analyze", "s.jsonl", "--bundle", "-o", "b"], { cwd: folder() });
    expect(written.code, written.stderr).to.be.oneOf([1, 3]);
    const verified = await postern(["verify", "b"], { cwd: folder() });
    expect(verified.code, verified.stdout + verified.stderr).to.equal(0);
  });

  describe("an observation period", () => {
    it("names each scan, and how often a finding failed", async () => {
      for (const [month, principal] of [
        ["08", MINE],
        ["09", "*"],
        ["10", "*"],
      ] as const) {
        await judged([identity("a.example", {}, principal)], `2026-${month}-01T00:00:00Z`, {
          more: ["-o", `h/${month}`, "-f", "json"],
        });
      }
      await judged([identity("a.example")], "2026-11-01T00:00:00Z", {
        more: ["--history", "h", "-f", "html=r.html"],
      });
      const page = readFileSync(join(folder(), "r.html"), "utf8");
      expect(page).to.include("4 scans from 2026-08-01 to 2026-11-01.");
      expect(page).to.include("Failing resources by scan: 0, 1, 1, 1.");
      expect(page).to.include("failed in 2 of 3 earlier scans");
      expect(page).to.include("10/results.json");
    });

    it("takes a scan once, and none that is not earlier", async () => {
      await judged([identity("a.example")], "2026-10-01T00:00:00Z", { more: ["-o", "h/1", "-f", "json"] });
      await judged([identity("a.example")], "2026-10-01T00:00:00Z", { more: ["-o", "h/2", "-f", "json"] });
      await judged([identity("a.example")], "2026-12-01T00:00:00Z", { more: ["-o", "h/3", "-f", "json"] });
      const argv = [
        "analyze",
        "s.jsonl",
        "--now",
        "2026-11-01T00:00:00Z",
        "--history",
        "h",
        "-f",
        "html=r.html",
      ];
      const { stderr } = await postern(argv, { cwd: folder() });
      expect(stderr).to.match(/history: 3\/results\.json is not of an earlier time/);
      expect(readFileSync(join(folder(), "r.html"), "utf8")).to.include("2 scans from 2026-10-01");
    });

    it("is refused where it holds nothing, or nothing shows it", async () => {
      await judged([identity("a.example")], "2026-11-01T00:00:00Z");
      for (const [argv, says] of [
        [["--history", ".", "-f", "json=x.json"], /--history is for the report/],
        [["--history", "none", "-f", "html=x.html"], /none: there is no such file/],
      ] as const) {
        const { code, stderr } = await postern(["analyze", "s.jsonl", ...argv], { cwd: folder() });
        expect([code, stderr.match(says) !== null], stderr).to.deep.equal([2, true]);
      }
    });
  });
});
