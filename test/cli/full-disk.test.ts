import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aFolder } from "../support/folder.ts";
import { shell } from "../support/shell.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

/** Mounts a disk of 64 KB at `full`, in a namespace of mounts of its own: nothing of it is left behind. */
const mounting = (command: string): string =>
  `unshare --map-root-user --mount sh -c 'mount -t tmpfs -o size=64k tmpfs full && { ${command} ; }'`;

/** What fills it but for some 4 KB. */
const FILL = "head -c 61440 /dev/zero > full/fill";

describe("a disk that is full", () => {
  const folder = aFolder();

  before(function () {
    const { status } = spawnSync("unshare", [
      "--map-root-user",
      "--mount",
      "mount",
      "-t",
      "tmpfs",
      "x",
      "/mnt",
    ]);
    // Not on Linux, or no right to mount, as in many containers.
    if (status !== 0) this.skip();
  });
  beforeEach(() => {
    mkdirSync(join(folder(), "full"));
    writeFileSync(join(folder(), "p.json"), OPEN);
  });

  /** Runs on the full disk; answers what was said, the exit code, and what the disk then holds. */
  const run = (
    argv: string,
    before = FILL,
  ): { readonly said: string; readonly code: string; readonly left: string } => {
    const command = `${before}; $POSTERN ${argv} 2>said >/dev/null; echo $? >code; ls -A full >left; cat full/report.html >kept 2>/dev/null`;
    expect(shell(mounting(command), folder()).stderr).to.equal("");
    const { stdout } = shell("cat said; echo =; cat code; echo =; cat left", folder());
    const [said = "", code = "", left = ""] = stdout.split("=\n").map((part) => part.trim());
    return { said, code, left };
  };
  const FULL = /^postern: .*: the file cannot be written: the disk is full\. .*$/;

  for (const format of [
    "html=full/report.html",
    "json=full/results.json",
    "sarif=full/parts/",
    "csv=full/csv/",
  ])
    it(`is said, and holds nothing half-written, with -f ${format}`, () => {
      const { said, code, left } = run(
        `analyze p.json --fail-on never -f table -f ${format}`,
        `${FILL}; head -c 4096 /dev/zero > full/last`,
      );
      expect(said).to.match(FULL);
      expect(code).to.equal("4");
      expect(left.split("\n").filter((name) => !["parts", "csv"].includes(name))).to.deep.equal([
        "fill",
        "last",
      ]);
    }).timeout(30_000);

  it("does not hide that there were findings", () => {
    const { said, code } = run("analyze p.json -f html=full/report.html");
    expect(said).to.match(FULL);
    expect(code).to.equal("1");
  }).timeout(30_000);

  it("keeps the earlier file", () => {
    const earlier = "echo earlier > full/report.html";
    const { said, left } = run(
      "analyze p.json --fail-on never -f html=full/report.html",
      `${earlier}; ${FILL}`,
    );
    expect(said).to.match(FULL);
    expect(left).to.equal("fill\nreport.html");
    expect(shell("cat kept", folder()).stdout).to.equal("earlier\n");
  }).timeout(30_000);

  it("leaves no bundle, and its place free", () => {
    const { said, code, left } = run("analyze p.json --fail-on never --bundle -o full/bundle");
    expect(said).to.match(/the disk is full/);
    expect(code).to.equal("4");
    expect(left.split("\n")).not.to.include("bundle");
  }).timeout(30_000);

  it("leaves nothing of a baseline", () => {
    const { said, code, left } = run(
      "baseline create results.json full/baseline.json",
      `$POSTERN analyze p.json --fail-on never -f json=results.json 2>/dev/null; ${FILL}; head -c 4096 /dev/zero > full/last`,
    );
    expect(said).to.match(FULL);
    expect(code).to.equal("4");
    expect(left).to.equal("fill\nlast");
  }).timeout(30_000);
});
