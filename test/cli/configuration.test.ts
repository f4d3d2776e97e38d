import { expect } from "chai";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
    },
  ],
});

const sum = (stderr: string): string => stderr.trim().split("\n").at(-1) ?? "";

describe("the configuration of a run", () => {
  it("is found from a folder below up to the repository's root, and no further", () =>
    inFolder(
      { "postern.config.yaml": "failOn: never\n", "repository/infra/p.json": OPEN },
      async (folder) => {
        const cwd = join(folder, "repository/infra");
        expect((await postern(["analyze", "p.json"], { cwd })).code).to.equal(1);
        mkdirSync(join(folder, "repository/.git"));
        expect((await postern(["analyze", "p.json"], { cwd })).code).to.equal(1);
        const own = { "postern.config.yaml": "failOn: never\n", ".git/HEAD": "x", "infra/p.json": OPEN };
        await inFolder(own, async (root) => {
          const below = await postern(["analyze", "p.json"], { cwd: join(root, "infra") });
          expect(below.code, below.stderr).to.equal(0);
        });
      },
    ));

  it("says from where failures count and what lets a run pass, unless a flag does", () =>
    inFolder({ "postern.config.yaml": "failOn: EXTREME\nallow: [unread]\n", "p.json": OPEN }, async (cwd) => {
      const { code, stderr } = await postern(["analyze", "p.json"], { cwd });
      expect([code, sum(stderr)]).to.deep.equal([
        0,
        "postern: 1 failed, 0 to review, 0 unread, 4 passed; exit 0: no failure is EXTREME or above (--fail-on)",
      ]);
      expect((await postern(["analyze", "p.json", "--fail-on", "HIGH"], { cwd })).code).to.equal(1);
    }));

  it("names the baseline, from its own folder", () =>
    inFolder({ ".git/HEAD": "x", "infra/p.json": OPEN }, async (root) => {
      const infra = { cwd: join(root, "infra") };
      await postern(["analyze", "p.json", "-f", "json=../known.json"], infra);
      writeFileSync(join(root, "postern.config.yaml"), "baseline: known.json\n");
      const { code, stderr } = await postern(["analyze", "p.json", "--new-only"], infra);
      expect(code, stderr).to.equal(0);
    }));

  it("is refused where its words are none", () =>
    inFolder({ "postern.config.yaml": "failOn: high\n", "p.json": OPEN }, async (cwd) => {
      const { code, stderr } = await postern(["analyze", "p.json"], { cwd });
      expect(code).to.equal(2);
      expect(stderr).to.match(/^postern: postern\.config\.yaml:1: failOn: /);
    }));
});
