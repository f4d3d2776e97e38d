import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postern, type Outcome } from "../../support/command.ts";
import { variables } from "../../support/variables.ts";

const POLICY =
  '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"arn:aws:ses:eu-west-1:111122223333:identity/example.com"}]}';

/** Of nobody, on most systems: root may read everything, and is somebody else while these tests run. */
const NOBODY = 65_534;

const notUnderstood = ({ stdout }: Outcome): readonly string[] => {
  const { coverage } = JSON.parse(stdout) as {
    readonly coverage: readonly { readonly files: readonly { path: string; status: string }[] }[];
  };
  return coverage.flatMap(({ files }) =>
    files.filter(({ status }) => status === "not-understood").map(({ path }) => path),
  );
};

describe("what a user may not read", () => {
  const set = variables(["HOME"]);
  let folder = "";

  before(function () {
    if (process.seteuid === undefined) return this.skip();
    if (process.geteuid?.() === 0) process.seteuid(NOBODY);
  });
  after(() => {
    if (process.getuid?.() === 0) process.seteuid?.(0);
  });
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "unreadable-")));
    // Git gives up where it may not read the user's own configuration.
    set({ HOME: folder });
    mkdirSync(join(folder, "tree/shut"), { recursive: true });
    writeFileSync(join(folder, "tree/open.json"), POLICY);
    writeFileSync(join(folder, "tree/closed.json"), POLICY);
    writeFileSync(join(folder, "tree/shut/in.json"), POLICY);
  });
  afterEach(() => {
    chmodSync(join(folder, "tree"), 0o700);
    chmodSync(join(folder, "tree/shut"), 0o700);
    rmSync(folder, { recursive: true });
  });

  const analyze = (): Promise<Outcome> =>
    postern(["analyze", "tree", "-f", "json", "--fail-on", "never"], { cwd: folder });
  for (const state of ["no repository", "a repository", "a repository that has committed it"])
    it(`is named, and the run incomplete, in ${state}`, async () => {
      if (state !== "no repository") execFileSync("git", ["init", "-q"], { cwd: join(folder, "tree") });
      if (state.endsWith("it")) execFileSync("git", ["add", "."], { cwd: join(folder, "tree") });
      chmodSync(join(folder, "tree/closed.json"), 0);
      chmodSync(join(folder, "tree/shut"), 0);
      const outcome = await analyze();
      expect(notUnderstood(outcome)).to.satisfy((paths: readonly string[]) =>
        ["closed.json", "shut"].every((name) => paths.some((path) => path.includes(name))),
      );
      expect(outcome.code).to.equal(3);
    });

  it("is no empty folder", async () => {
    chmodSync(join(folder, "tree"), 0);
    const { code, stdout, stderr } = await analyze();
    expect(stdout + stderr).to.contain("this user may not read it");
    expect(code).to.equal(3);
  });
});
