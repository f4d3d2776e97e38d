import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Results } from "../../src/model/results.ts";
import type { Place, PolicyDocument } from "../../src/model/resource.ts";
import type { CodeChange, CodeEdit, Plan, PlannedResource, Step } from "../../src/remedy/plan-file.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";

const FIXTURES = resolve(import.meta.dirname, "../fixtures");

/** A fixture is a folder; one that begins with `not-` has something in the way. */
const SETS = ["patch", "iac/terraform", "iac/cloudformation", "iac/policies"] as const;

/** Of the fixtures of the readers: what stands in the way of a patch. */
const IN_THE_WAY: Readonly<Record<string, RegExp>> = {
  "cloudformation/cdk-aws-custom-resource.json": /is computed/,
  "cloudformation/cdk-join.json": /is computed/,
  "cloudformation/parameter-star.yaml": /^!Ref Who stands in the way$/,
  "terraform/document-dynamic": /^dynamic "statement"/,
  "terraform/document-source": /^\[data\.aws_iam_policy_document\.base\.json\]/,
  "terraform/functions": /take out what attaches it/,
  "terraform/heredoc-directives": /is computed/,
  "terraform/heredoc-indented": /^"\$\{local\.anyone\}" stands in the way$/,
  "terraform/json-syntax": /"statement"/,
  "terraform/jsonencode-for": /^\[for id in local\.accounts/,
  "terraform/jsonencode-merge": /^merge\(/,
  "terraform/module-inputs": /^var\.senders stands in the way$/,
  "terraform/plan.json": /a plan or a state/,
  "terraform/templatefile": /^"\$\{who\}" stands in the way$/,
  "terraform/terraform.tfstate": /a plan or a state/,
  "terraform/tfvars-precedence": /^var\.principals stands in the way$/,
  "terraform/variable-default": /^var\.principal stands in the way$/,
  "patch/not-cfn-merge-key": /^<<: \*open/,
  "patch/not-cfn-parameter": /^!Ref Who stands in the way$/,
  "patch/not-tf-concat": /^concat\(/,
  "patch/not-tf-used-elsewhere": /aws_ses_identity_policy\.main is used elsewhere$/,
  "patch/not-tf-variable": /^var\.who stands in the way$/,
};

const ARGUMENTS = ["--to-account", "444455556666", "--owner", "111122223333"] as const;
const TRUST = ["--trusted-account", "444455556666", "--trusted-account", "111122223333"] as const;

const git = (folder: string, ...argv: readonly string[]): string =>
  execFileSync("git", ["-c", "core.autocrlf=false", ...argv], { cwd: folder, encoding: "utf8" });

const isPatched = (step: Step): step is Step & { readonly code: CodeChange } =>
  step.code !== null && "edits" in step.code;

const offsetOf = (text: string, line: number, column: number): number => {
  let start = 0;
  for (let left = line - 1; left > 0; left -= 1) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
};

/** The text with the edits that the plan lists for it, made one by one from the last to the first. */
const withEdits = (text: string, edits: readonly CodeEdit[]): string => {
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const ranges = edits.map((one) => ({
    from: mark + offsetOf(text.slice(mark), one.startLine, one.startColumn),
    to: mark + offsetOf(text.slice(mark), one.endLine, one.endColumn),
    by: one.text,
  }));
  return ranges
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((now, { from, to, by }) => now.slice(0, from) + by + now.slice(to), text);
};

const policiesOf = ({ record }: PlannedResource): readonly PolicyDocument[] =>
  record["policies"] as readonly PolicyDocument[];

/** Whether an edit lies on the lines of a place, or right behind its last one. */
const isOnLinesOf = (edit: CodeEdit, place: Place): boolean =>
  edit.file === place.file && edit.startLine >= place.startLine && edit.endLine <= place.endLine + 1;

const expectPatched = (resource: PlannedResource, step: Step, results: Results | null): void => {
  const { record } = resource;
  if (!isPatched(step)) throw new Error(`${record.id}: ${JSON.stringify(step.code)}`);
  const failed = results?.findings.filter(
    ({ resource: { id }, status }) => id === record.id && status !== "SUCCESS",
  );
  expect(failed, record.id).to.deep.equal([]);
  if (step.after === null) return;
  const places = Object.values(policiesOf(resource).find((one) => one.name === step.document)?.places ?? {});
  for (const edit of step.code.edits)
    expect(
      places.some((place) => isOnLinesOf(edit, place)),
      JSON.stringify(edit),
    ).to.equal(true);
};

const expectInTheWay = ({ code }: Step, why: RegExp): void => {
  if (code === null || !("why" in code)) throw new Error("it is in the patch");
  expect(code.why).to.match(why);
  expect(code.at).to.match(/:\d+$/);
};

/** How many fixtures of the readers have something to plan for. */
const PLANNED: Readonly<Record<string, number>> = {
  "iac/terraform": 39,
  "iac/cloudformation": 14,
  "iac/policies": 5,
};

describe("patches of source code", () => {
  for (const set of SETS)
    describe(`for the fixtures in ${set}`, function () {
      this.timeout(60_000);
      const folder = mkdtempSync(join(tmpdir(), "postern-"));
      const names = readdirSync(join(FIXTURES, set)).filter((name) => !name.startsWith("broken"));
      const state: { plan: Plan | null; results: Results | null; before: Map<string, string> } = {
        plan: null,
        results: null,
        before: new Map(),
      };

      before(async () => {
        for (const name of names) cpSync(join(FIXTURES, set, name), join(folder, name), { recursive: true });
        git(folder, "init", "-q", ".");
        git(folder, "add", "-A");
        const planned = await postern(["fix", "plan", ".", ...ARGUMENTS], { cwd: folder });
        expect(planned.stderr).to.contain("git apply postern.patch");
        state.plan = JSON.parse(readFileSync(join(folder, "postern.plan.json"), "utf8")) as Plan;
        const files = git(folder, "ls-files", "-z")
          .split("\0")
          .filter((path) => path !== "");
        state.before = new Map(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
        git(folder, "apply", "postern.patch");
        rmSync(join(folder, "postern.plan.json"));
        rmSync(join(folder, "postern.patch"));
        await postern(["analyze", ".", ...TRUST, "-f", "json=results.json"], { cwd: folder });
        state.results = JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as Results;
      });
      after(() => rmSync(folder, { recursive: true, force: true }));

      const plannedIn = (name: string): readonly PlannedResource[] =>
        (state.plan?.resources ?? []).filter(({ record }) => {
          const id = record.id.slice("iac:".length);
          return id.startsWith(`${name}/`) || id.startsWith(`${name}#`);
        });

      const check = (name: string): number => {
        const steps = plannedIn(name).flatMap((resource) =>
          resource.steps.map((step) => ({ resource, step })),
        );
        const why = IN_THE_WAY[`${set.replace("iac/", "")}/${name}`];
        for (const { resource, step } of steps)
          if (why === undefined) expectPatched(resource, step, state.results);
          else expectInTheWay(step, why);
        if (why !== undefined) expect(steps.length, name).to.be.greaterThan(0);
        return steps.length;
      };

      if (set === "patch")
        for (const name of names)
          it(`${name}: ${name.startsWith("not-") ? "says what stands in the way" : "applies and comes out without a failure"}`, () => {
            expect(check(name)).to.be.greaterThan(0);
          });
      else
        it("each policy that was planned for comes out without a failure, or has a known thing in the way", () => {
          const counts = names.map(check);
          expect(counts.filter((count) => count > 0)).to.have.length(PLANNED[set] ?? 0);
        });

      it("changes nothing but what the plan lists, byte for byte", () => {
        const edits = new Map<string, Map<string, CodeEdit>>();
        for (const step of (state.plan?.resources ?? []).flatMap(({ steps }) => steps).filter(isPatched))
          for (const edit of step.code.edits) {
            const own = edits.get(edit.file) ?? new Map<string, CodeEdit>();
            edits.set(edit.file, own.set(JSON.stringify(edit), edit));
          }
        expect(edits.size).to.be.greaterThan(2);
        for (const [path, text] of state.before) {
          const wanted = withEdits(text, [...(edits.get(path)?.values() ?? [])]);
          expect(existsSync(join(folder, path)), path).to.equal(true);
          expect(readFileSync(join(folder, path), "utf8"), path).to.equal(wanted);
        }
      });

      it("leaves Terraform that terraform can parse", function () {
        if (spawnSync("terraform", ["version"]).status !== 0) this.skip();
        const { status, stderr } = spawnSync(
          "terraform",
          ["fmt", "-write=false", "-list=false", "-recursive", "."],
          {
            cwd: folder,
            encoding: "utf8",
          },
        );
        expect(status, stderr).to.equal(0);
      });
    });

  it("names every identity that shares what is changed", async () => {
    const shared = [
      "tf-shared-local",
      "tf-shared-document",
      "tf-shared-file",
      "tf-shared-statement",
      "tf-for-each",
    ];
    for (const name of [...shared, "tf-module-twice", "cfn-anchor"])
      await inFolder({}, async (folder) => {
        cpSync(join(FIXTURES, "patch", name), folder, { recursive: true });
        git(folder, "init", "-q", ".");
        const { stdout } = await postern(
          ["fix", "plan", ".", ...ARGUMENTS, "-f", "json", "-o", "plan.json"],
          {
            cwd: folder,
          },
        );
        const { resources } = JSON.parse(stdout) as Plan;
        expect(resources, name).to.have.length(2);
        const [one, two] = resources.map(({ record, steps }) => ({
          id: record.id,
          steps: steps.filter(isPatched),
        }));
        expect(one?.steps[0]?.code.sharedWith, name).to.deep.equal([two?.id]);
        expect(two?.steps[0]?.code.sharedWith, name).to.deep.equal([one?.id]);
      });
  });

  it("shows the places on the terminal, and the wanted policy where there is no patch", () =>
    inFolder({}, async (folder) => {
      for (const name of ["tf-tabs", "not-tf-variable"])
        cpSync(join(FIXTURES, "patch", name), join(folder, name), { recursive: true });
      git(folder, "init", "-q", ".");
      const { stdout } = await postern(["fix", "plan", ".", ...ARGUMENTS], { cwd: folder });
      expect(stdout).to.contain("In the patch: tf-tabs/main.tf:14.");
      expect(stdout).to.contain("Not in the patch: var.who stands in the way");
      expect(stdout).to.match(/Wanted:\n {4}\{\n/);
    }));

  it("leaves out what lies in two repositories", () =>
    inFolder({}, async (folder) => {
      for (const name of ["tf-tabs", "tf-service"]) {
        cpSync(join(FIXTURES, "patch", name), join(folder, name), { recursive: true });
        git(join(folder, name), "init", "-q", ".");
      }
      const { stdout } = await postern(
        ["fix", "plan", "tf-tabs", "tf-service", ...ARGUMENTS, "-f", "json", "-o", "plan.json"],
        { cwd: folder },
      );
      const { resources, patch } = JSON.parse(stdout) as Plan;
      expect(patch).to.equal(null);
      for (const { code } of resources.flatMap(({ steps }) => steps))
        expect(code)
          .to.have.property("why")
          .that.matches(/several repositories/);
    }));
});
