import { expect } from "chai";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inFolder } from "../support/folder.ts";
import { packed, typed } from "../support/packed.ts";
import { HEAVY } from "../support/heavy.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const DOCUMENT = readFileSync(join(ROOT, "docs/writing-a-rule.md"), "utf8");

/** A step of the document: commands to type, or a file to write. */
type Step = { readonly run: string } | { readonly file: string; readonly text: string };

/** Blocks of `sh` are typed; any other block goes into the file that the line above it names. */
const steps = (markdown: string): readonly Step[] =>
  [...markdown.matchAll(/(?:^\*\*`([^`]+)`\*\*\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, file, language, text = ""]): readonly Step[] =>
      language === "sh" ? [{ run: text }] : file === undefined ? [] : [{ file, text }],
  );

describe("docs/writing-a-rule.md", () => {
  it("has steps to run and files to write", () => {
    const all = steps(DOCUMENT);
    expect(all.filter((step) => "run" in step).length).to.be.greaterThan(4);
    expect(all.filter((step) => "file" in step).length).to.be.greaterThan(5);
  });

  it("gives a newcomer a rule with cases, a page and report entries (POSTERN_HEAVY=1)", async function () {
    if (!HEAVY) return this.skip();
    this.timeout(300_000);
    await inFolder({}, async (folder) => {
      const tarball = await packed(folder);
      const home = join(folder, "home");
      mkdirSync(home);
      let said = "";
      for (const step of steps(DOCUMENT)) {
        if ("run" in step) {
          said += await typed(step.run.replace("./postern-0.1.0.tgz", tarball), home);
        } else {
          mkdirSync(dirname(join(home, step.file)), { recursive: true });
          writeFileSync(join(home, step.file), step.text);
        }
      }
      expect(said).to.contain("ACME-002  Identities Are Domains");
      expect(said).to.contain("jo@example.com");
      expect(readFileSync(join(home, "ACME-002.md"), "utf8")).to.contain(
        "It belongs to whoever reads the mailbox.",
      );
      for (const report of ["results.json", "report.html", "findings.sarif"]) {
        expect(readFileSync(join(home, report), "utf8"), report).to.contain("ACME-002");
      }
    });
    return undefined;
  });
});
