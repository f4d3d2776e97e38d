import { expect } from "chai";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Results } from "../../src/model/results.ts";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

describe("outputs", () => {
  const folder = aFolder();
  const analyze = (...argv: readonly string[]): Promise<Outcome> => {
    writeFileSync(join(folder(), "p.json"), OPEN);
    return postern(["analyze", "p.json", "--now", "2026-11-23T16:00:00Z", ...argv], { cwd: folder() });
  };
  const at = (path: string): string => join(folder(), path);
  const messages = async (path: string): Promise<readonly string[]> => {
    const { stdout } = await postern(["analyze", path, "--rule", "SES-003", "-f", "json"], {
      cwd: folder(),
    });
    return (JSON.parse(stdout) as Results).findings.map(({ message }) => message);
  };

  it("puts one document on the standard output and nothing else", async () => {
    const { stdout, stderr, code } = await analyze("-f", "json");
    expect(JSON.parse(stdout)).to.have.property("kind", "results");
    expect(stderr).to.match(/^postern: .*\n$/);
    expect(code).to.equal(1);
  });

  it("says the counts and why the exit code is what it is, also where only files were asked for", async () => {
    const { stdout, stderr, code } = await analyze("-f", "json=r.json");
    expect({ stdout, code }).to.deep.equal({ stdout: "", code: 1 });
    expect(stderr).to.equal(
      "wrote r.json\npostern: 1 failed, 0 to review, 0 unread, 4 passed; exit 1: 1 of the failures is HIGH or above (--fail-on)\n",
    );
    const never = await analyze("-f", "json=r.json", "--fail-on", "never");
    expect(never.stderr).to.include("exit 0: --fail-on never");
    expect((await analyze("-f", "json=r.json", "--rule", "PST-001")).stderr).to.include(
      "exit 0: nothing fails",
    );
  });

  it("says of a pass on files that it speaks of no other policy, and of a failure or a snapshot not", async () => {
    const closed = OPEN.replace('"*"', '{"AWS":"111122223333"}');
    writeFileSync(at("closed.json"), closed);
    writeFileSync(at("open.json"), OPEN);
    const id = "arn:aws:ses:us-east-1:111122223333:identity/a.example";
    writeFileSync(
      at("s.jsonl"),
      [
        {
          kind: "snapshot",
          version: 1,
          startedAt: "2026-11-23T15:00:00Z",
          tool: "t",
          caller: null,
          parameters: {},
        },
        {
          kind: "aws.ses.identity",
          scope: "aws/111122223333/us-east-1/ses",
          id,
          policies: [{ name: "p", document: closed }],
        },
        { kind: "scope", id: "aws/111122223333/us-east-1/ses", status: "complete", listed: 1 },
        { kind: "end", finishedAt: "2026-11-23T15:01:00Z" },
      ]
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(""),
    );
    expect(await messages("closed.json")).to.deep.equal([
      "No stranger can send mail as closed; besides the owner account 111122223333 can. " +
        "This speaks of what is written in these files alone.",
    ]);
    expect(await messages("open.json")).to.deep.equal([
      'Anyone with an AWS account can send mail as open; policy "open" lets them.',
    ]);
    expect(await messages("s.jsonl")).to.deep.equal([
      "Nobody but the owner and those trusted can send mail as a.example.",
    ]);
  });

  it("shows each finding in ten lines, by paths of the working directory, and all of it with --verbose", async () => {
    const { stdout } = await analyze("--rule", "SES-003");
    expect(stdout.split("\n\n")[0]?.split("\n")).to.deep.equal([
      "FAIL    SES-003  HIGH  p",
      "  p.json:1:68",
      '  Anyone with an AWS account can send mail as p; policy "p" lets them.',
      '  1 | {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Ac',
      `    | ${" ".repeat(67)}^^^`,
      "  Proof: user/mallory of 999999999999 may call ses:SendEmail.",
      '  Fix:   - "Principal": "*"',
      '         + "Principal": {"AWS":"<account that sends>"}',
      "  https://github.com/postern-security/postern/blob/main/docs/rules/SES-003.md",
    ]);
    const { stdout: all } = await analyze("--rule", "SES-003", "-v");
    expect(all).to.include("A request that would be accepted:").and.to.include("aws:SourceIp");
  });

  it("takes levels, rules and formats in any case, and colours where that is forced", async () => {
    const { code, stdout } = await analyze("--rule", "ses-003", "--fail-on", "very-high", "-f", "JSON");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.property("kind", "results");
    const escape = String.fromCodePoint(27);
    for (const [env, coloured] of [
      [{ FORCE_COLOR: "1" }, true],
      [{}, false],
      [{ FORCE_COLOR: "0" }, false],
      [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    ] as const) {
      const shown = await postern(["analyze", "p.json"], { cwd: folder(), env });
      expect(shown.stdout.includes(escape), JSON.stringify(env)).to.equal(coloured);
    }
  });

  it("begins whatever is wrong with one word, and refuses --new-only without a baseline", async () => {
    for (const [argv, says] of [
      [["--nonsense"], "unknown option '--nonsense'"],
      [["--fail-on", "x"], "Allowed choices are LOW"],
      [["--new-only"], "--new-only needs a baseline"],
    ] as const) {
      const { code, stderr } = await analyze(...argv);
      expect(code).to.equal(2);
      expect(stderr)
        .to.match(/^postern: /)
        .and.to.include(says);
    }
    expect((await postern(["version"])).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it("names the files of -o itself, and still shows the table", async () => {
    const { stdout } = await analyze("-o", "out");
    expect(stdout).to.include("Coverage");
    expect(readdirSync(at("out")).sort()).to.include.members([
      "findings.sarif",
      "report.html",
      "results.json",
    ]);
    expect(statSync(at("out/results.json")).mode & 0o777).to.equal(0o600);
  });

  it("writes a format of several files into a folder, and takes the parts of an earlier run away", async () => {
    await analyze("-f", "sarif=parts/");
    const names = readdirSync(at("parts")).filter((name) => name !== ".postern");
    expect(names).to.have.length(1);
    writeFileSync(at("parts/old.sarif"), "{}");
    await analyze("-f", "sarif=parts/");
    expect(readdirSync(at("parts")).filter((name) => name !== ".postern")).to.deep.equal(names);
  });

  it("writes a workbook into a file, and neither to the standard output nor into a folder", async () => {
    const { stdout, stderr } = await analyze("-f", "XLSX=findings.xlsx");
    expect([stdout, readFileSync(at("findings.xlsx")).subarray(0, 2).toString()]).to.deep.equal(["", "PK"]);
    expect(stderr).to.include("wrote findings.xlsx\n");
    for (const [format, says] of [
      ["xlsx", "to the standard output. Name a file: -f xlsx=findings.xlsx."],
      ["xlsx=out/", "into the folder out/. Name a file: -f xlsx=out/findings.xlsx."],
    ] as const) {
      const refused = await analyze("-f", format);
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.equal(`postern: the format xlsx is one file, and is not written ${says}\n`);
    }
    expect(existsSync(at("out"))).to.equal(false);
  });

  it("does not touch a folder that holds something else", async () => {
    mkdirSync(at("mine"));
    writeFileSync(at("mine/precious.txt"), "");
    const { code, stderr } = await analyze("-f", "sarif=mine/");
    expect(code).to.equal(4);
    expect(stderr).to.match(/mine: the folder is not empty/);
    expect(readdirSync(at("mine"))).to.deep.equal(["precious.txt"]);
  });

  for (const place of ["/proc/none", "link/in"])
    it(`says that ${place} takes no folder before anything is read, and leaves nothing`, async function () {
      if (place.startsWith("/proc") && !existsSync("/proc/self")) return this.skip();
      symlinkSync(at("nothing"), at("link"));
      for (const output of [`csv=${place}/`, `json=${place}/results.json`]) {
        const { code, stdout, stderr } = await analyze("-f", "csv=new/", "-f", "table", "-f", output);
        expect(stderr, output).to.match(/^postern: .*: the file cannot be written: .*\n$/);
        expect(stdout, output).to.equal("");
        expect(code, output).to.equal(4);
        expect(existsSync(at("new")), output).to.equal(false);
      }
    });

  for (const path of ["p.json", "./sub/../p.json"])
    it(`puts no report in the place of what is judged, named as ${path}`, async () => {
      mkdirSync(at("sub"));
      const { code, stderr } = await analyze("-f", `json=${path}`);
      expect(code).to.equal(2);
      expect(stderr).to.equal(
        `postern: ${path}: json would take the place of an input. Give each a place of its own.\n`,
      );
      expect(readFileSync(at("p.json"), "utf8")).to.equal(OPEN);
    });

  it("takes no empty folder for the working directory", async () => {
    const { code, stderr } = await analyze("-o", "");
    expect(code).to.equal(2);
    expect(stderr).to.contain("--output").and.to.contain("It is empty.");
    expect(readdirSync(folder())).to.deep.equal(["p.json"]);
  });

  it("never writes through a link", async () => {
    writeFileSync(at("target"), "untouched");
    symlinkSync(at("target"), at("link.json"));
    const { stderr } = await analyze("-f", "json=link.json");
    expect(stderr).to.match(/link\.json: the path is a symbolic link/);
    expect(readFileSync(at("target"), "utf8")).to.equal("untouched");
  });

  it("puts no file in the place of a socket, a pipe or a device", async () => {
    const server = createServer().listen(at("socket.json"));
    await once(server, "listening");
    try {
      const { stderr, code } = await analyze("-f", "json=socket.json");
      expect(stderr).to.match(/socket\.json: the path is a device, a pipe or a socket\. Name a file, /);
      expect(code).to.equal(4);
      expect(statSync(at("socket.json")).isSocket()).to.equal(true);
    } finally {
      server.close();
    }
  });

  it("leaves an earlier file as it was when a run fails", async () => {
    writeFileSync(at("results.json"), "earlier");
    writeFileSync(at("broken.json"), "{");
    await postern(["analyze", "broken.json", "-f", "json=results.json"], { cwd: folder() });
    expect(readFileSync(at("results.json"), "utf8")).to.equal("earlier");
    expect(readdirSync(folder()).filter((name) => name.endsWith(".part"))).to.deep.equal([]);
  });

  it("prints the hash of the results in the report", async () => {
    await analyze("-f", "html", "-f", "json", "-o", "out");
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256")
      .update(readFileSync(at("out/results.json")))
      .digest("hex");
    expect(readFileSync(at("out/report.html"), "utf8")).to.include(hash);
  });

  it("gives the same results as one object and as a stream", async () => {
    await analyze("-f", "json=a.json", "-f", "jsonl=a.jsonl");
    const { readResults } = await import("../../src/results/read.ts");
    const [object, lines] = ["a.json", "a.jsonl"].map((name) =>
      readResults(readFileSync(at(name), "utf8"), name),
    );
    expect(lines).to.deep.equal(object);
  });

  it("takes formats from the configuration where none is given", async () => {
    writeFileSync(at("postern.config.yaml"), "outputs:\n  - json=from-file.json\n");
    await analyze();
    expect(existsSync(at("from-file.json"))).to.equal(true);
  });
});
