import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../exporters/sarif/render.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";
import { COMMAND } from "../support/shell.ts";
import { OPEN, lines, snapshot } from "../support/open-identity.ts";

const cleanScopes = (count: number): string =>
  lines([
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T15:00:00Z",
      tool: "t",
      caller: null,
      parameters: {},
    },
    ...Array.from({ length: count }, (_, index) => ({
      kind: "scope",
      id: `aws/111122223333/xx-test-${String(index + 10)}/ses`,
      status: "complete",
      listed: 0,
    })),
    { kind: "end", finishedAt: "2026-11-23T15:01:00Z" },
  ]);

describe("SARIF on the command line", () => {
  it("a scope that was not read has no run, and is named on standard error", () => {
    const unread = {
      kind: "scope",
      id: "aws/111122223333/xx-test-10/ses",
      status: "unread",
      listed: 0,
      unread: { operation: "ListIdentities", code: "AccessDenied", message: "no", attempts: 1 },
    };
    const records = cleanScopes(2)
      .split("\n")
      .map((line, index) => (index === 1 ? JSON.stringify(unread) : line));
    return inFolder({ "s.jsonl": records.join("\n") }, async (cwd) => {
      const { code, stdout, stderr } = await postern(["analyze", "s.jsonl", "-f", "sarif"], { cwd });
      expect(code).to.equal(3);
      expect(parse(stdout).runs.map(({ automationDetails }) => automationDetails?.id)).to.deep.equal([
        "postern/aws/111122223333/xx-test-11/ses/",
      ]);
      expect(stderr).to.contain("incomplete: ").and.to.contain("aws/111122223333/xx-test-10/ses");
    });
  });

  it("21 scopes need a folder, and leave nothing in a single file", () =>
    inFolder({ "s.jsonl": cleanScopes(21) }, async (cwd) => {
      const one = await postern(["analyze", "s.jsonl", "-f", "sarif=one.sarif"], { cwd });
      expect(one.code).to.equal(4);
      expect(one.stderr).to.contain("-f sarif=DIR/");
      expect(readdirSync(cwd)).to.deep.equal(["s.jsonl"]);
      expect((await postern(["analyze", "s.jsonl", "-f", "sarif=many/"], { cwd })).code).to.equal(0);
      expect(readdirSync(join(cwd, "many")).filter((name) => name.endsWith(".sarif"))).to.deep.equal([
        "findings-2.sarif",
        "findings.sarif",
      ]);
    }));

  it("is the same in another folder, time zone and locale", () =>
    inFolder({ "s.jsonl": snapshot(JSON.stringify(OPEN)), "deeper/x": "" }, (cwd) => {
      const bytes = (folder: string, path: string, env: Readonly<Record<string, string>>): string => {
        const { stdout } = spawnSync(
          process.execPath,
          [COMMAND, "analyze", path, "--now", "2026-11-23T16:00:00Z", "-f", "sarif"],
          { cwd: join(cwd, folder), encoding: "utf8", env: { PATH: process.env["PATH"], ...env } },
        );
        return stdout;
      };
      const first = bytes(".", "s.jsonl", { TZ: "UTC", LANG: "C" });
      expect(first.length).to.be.greaterThan(1_000);
      expect(
        bytes("deeper", "../s.jsonl", { TZ: "Asia/Kolkata", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }),
      ).to.equal(first);
    })).timeout(30_000);
});
