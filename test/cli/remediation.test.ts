import { expect } from "chai";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plan } from "../../src/remedy/plan-file.ts";
import { brokenStructure } from "../exporters/sarif/structure.ts";
import { githubRefuses } from "../exporters/sarif/github-checks.ts";
import { postern } from "../support/command.ts";
import type { Emulated } from "../support/emulated.ts";
import { inFolder } from "../support/folder.ts";
import { exposedWorld, fixing } from "../support/fixing.ts";

const FIXTURES = resolve(import.meta.dirname, "../fixtures/patch");
const TO = ["--to-account", "444455556666"];

/** What a reader of SARIF sees of a fix. */
interface SarifFix {
  readonly artifactChanges: readonly {
    readonly artifactLocation: { readonly uri: string };
    readonly replacements: readonly {
      readonly deletedRegion: object;
      readonly insertedContent?: { readonly text: string };
    }[];
  }[];
}

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly { readonly ruleId: string; readonly fixes?: readonly SarifFix[] }[];
  }[];
}

describe("fixes in reports", () => {
  it("give SARIF's results of code the edits of the plan", () =>
    inFolder({}, async (folder) => {
      cpSync(join(FIXTURES, "tf-service-beside"), folder, { recursive: true });
      await postern(["fix", "plan", ".", ...TO, "--owner", "111122223333"], { cwd: folder });
      for (const profile of ["github", "full"]) {
        const argv = ["analyze", "main.tf", "--fix-plan", "postern.plan.json", "--sarif-profile", profile];
        const { stdout } = await postern([...argv, "-f", "sarif"], { cwd: folder });
        expect(brokenStructure(stdout)).to.deep.equal([]);
        expect(githubRefuses(stdout)).to.deep.equal([]);
        const plan = JSON.parse(readFileSync(join(folder, "postern.plan.json"), "utf8")) as Plan;
        const code = plan.resources[0]?.steps[0]?.code ?? null;
        if (code === null || !("edits" in code)) throw new Error("nothing is patched");
        const { edits } = code;
        const fixes = (JSON.parse(stdout) as Sarif).runs.flatMap(({ results }) =>
          results.filter(({ ruleId }) => ruleId === "PST-002").flatMap((result) => result.fixes ?? []),
        );
        expect(fixes).to.have.length(1);
        expect(fixes[0]?.artifactChanges).to.deep.equal([
          {
            artifactLocation: { uri: "main.tf", uriBaseId: "%SRCROOT%" },
            replacements: edits.map(({ startLine, startColumn, endLine, endColumn, text }) => ({
              deletedRegion: { startLine, startColumn, endLine, endColumn },
              ...(text === "" ? {} : { insertedContent: { text } }),
            })),
          },
        ]);
      }
    }));

  it("hides in the page what --redact hides", () =>
    inFolder({}, async (folder) => {
      cpSync(join(FIXTURES, "tf-service-beside"), folder, { recursive: true });
      await postern(["fix", "plan", ".", ...TO, "--owner", "111122223333"], { cwd: folder });
      const argv = [
        "analyze",
        "main.tf",
        "--fix-plan",
        "postern.plan.json",
        "--redact",
        "-f",
        "html",
        "-f",
        "sarif=a.sarif",
      ];
      const { stdout } = await postern(argv, {
        cwd: folder,
        env: { POSTERN_REDACT_KEY: "a key that is long enough to be one" },
      });
      expect(stdout).to.contain('id="remediation"').and.not.to.contain("111122223333");
      expect(readFileSync(join(folder, "a.sarif"), "utf8")).not.to.contain("artifactChanges");
    }));

  describe("in an evidence bundle", () => {
    let world: Emulated;
    beforeEach(async () => (world = await exposedWorld(["a.example"])));
    afterEach(() => world.emulator.close());

    const inBundle = (run: (folder: string) => Promise<void>): Promise<void> =>
      inFolder({}, async (folder) => {
        await fixing(world, folder, ["plan", "--region", "eu-west-1", ...TO]);
        await fixing(world, folder, ["apply", "postern.plan.json", "--yes"]);
        writeFileSync(
          join(folder, "policy.json"),
          '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}',
        );
        const given = ["--fix-plan", "postern.plan.json", "--fix-journal", "postern-backup/journal.jsonl"];
        const { code, stderr } = await postern(
          ["analyze", "policy.json", "--bundle", "-o", "out", ...given],
          {
            cwd: folder,
          },
        );
        expect(code, stderr).to.equal(1);
        await run(folder);
      });

    it("are listed, shown in the report, and checked by verify", () =>
      inBundle(async (folder) => {
        const verified = await postern(["verify", "out"], { cwd: folder });
        expect(verified, verified.stdout).to.include({ code: 0 });
        expect(verified.stdout).to.contain("plan and journal hold together");
        for (const name of ["fix-plan.json", "fix-journal.jsonl"]) {
          expect(readFileSync(join(folder, "out", "README.md"), "utf8")).to.contain(name);
          expect(readFileSync(join(folder, "out", "SHA256SUMS"), "utf8")).to.contain(name);
        }
        expect(readFileSync(join(folder, "out", "report.html"), "utf8")).to.contain("Applied and verified");
      }));

    it("are noticed where the list of hashes was written anew over a changed journal", () =>
      inBundle(async (folder) => {
        const { createHash } = await import("node:crypto");
        const path = join(folder, "out", "fix-journal.jsonl");
        const before = readFileSync(path, "utf8");
        const after = before.replace('"event":"written"', '"event":"refused"');
        writeFileSync(path, after);
        const sums = join(folder, "out", "SHA256SUMS");
        const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
        writeFileSync(sums, readFileSync(sums, "utf8").replace(hashOf(before), hashOf(after)));
        const verified = await postern(["verify", "out"], { cwd: folder });
        expect(verified.code).to.equal(1);
        expect(verified.stdout)
          .to.contain("plan or journal does not hold together")
          .and.contain("fix-journal.jsonl:");
      }));
  });

  it("refuses a plan or a journal that was changed, in one line", () =>
    inFolder(
      { "plan.json": '{"kind":"plan","version":2}', "journal.jsonl": '{"kind":"journal"', "p.json": "{}" },
      async (folder) => {
        for (const [flag, file, says] of [
          ["--fix-plan", "plan.json", "plan version 2 is not known"],
          ["--fix-journal", "journal.jsonl", "journal.jsonl:1"],
        ] as const) {
          const { code, stderr } = await postern(["analyze", "p.json", flag, file], { cwd: folder });
          expect(code).to.equal(2);
          expect(stderr).to.contain(says);
          expect(stderr.trim().split("\n")).to.have.length(1);
        }
      },
    ));
});
