import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { inFolder } from "./support/folder.ts";
import { BY_MODULE } from "./support/shell.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

/** The packages that a command line loads, and the folders of src; V8's coverage names every script that was loaded. */
const loadedBy = (argv: readonly string[], exit = 0): Promise<Loaded> =>
  inFolder({ "p.json": OPEN, "coverage/x": "" }, (cwd) => {
    const env = { ...process.env, NODE_V8_COVERAGE: `${cwd}/coverage` };
    const { status, stderr } = spawnSync(process.execPath, [BY_MODULE, ...argv], {
      cwd,
      env,
      encoding: "utf8",
    });
    expect(status, stderr).to.equal(exit);
    const urls = readdirSync(`${cwd}/coverage`)
      .filter((name) => name.endsWith(".json"))
      .flatMap((name) => (JSON.parse(readFileSync(`${cwd}/coverage/${name}`, "utf8")) as Coverage).result)
      .map(({ url }) => url);
    return {
      packages: matches(urls, /node_modules\/((?:@[^/]+\/)?[^/]+)/),
      folders: matches(urls, /\/src\/(\w+)\//),
    };
  });

interface Loaded {
  readonly packages: readonly string[];
  readonly folders: readonly string[];
}

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

const matches = (urls: readonly string[], pattern: RegExp): readonly string[] =>
  [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))].sort();

const among = (all: readonly string[], wanted: readonly string[]): readonly string[] =>
  all.filter((one) => wanted.includes(one));

describe("the start of the command loads no more than it needs", function () {
  this.timeout(30_000);

  for (const flag of ["--version", "--help"])
    it(flag, async () => {
      const { packages, folders } = await loadedBy([flag]);
      expect(packages).to.deep.equal(["commander"]);
      expect(among(folders, ["rules", "sources", "exporters", "aws"])).to.deep.equal([]);
    });

  it("analyze of a policy: no SDK, no grammar, no library of YAML, schemas or reports", async () => {
    const { packages, folders } = await loadedBy(["analyze", "p.json"], 1);
    expect(packages).to.deep.equal(["commander", "ignore", "unbash"]);
    expect(folders).to.include.members(["rules", "sources", "exporters"]);
    expect(among(folders, ["deliver", "emulator", "difference"])).to.deep.equal([]);
  });
});
