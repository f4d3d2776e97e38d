import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { postern } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const SAMPLE = resolve(import.meta.dirname, "../../reports/sample");

/** The arguments of `npm run samples`, but for its folder. */
const argv = (): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(resolve(SAMPLE, "../../package.json"), "utf8")) as {
    readonly scripts: { readonly samples: string };
  };
  const line = /cli\.ts (demo .*) -o reports\/sample/.exec(scripts.samples)?.[1];
  return line?.split(" ") ?? expect.fail("npm run samples does not run the demo");
};

describe("the committed samples", () => {
  const folder = aFolder();

  it("are the demo's reports, byte for byte", async () => {
    const { code, stdout } = await postern([...argv(), "-o", folder()]);
    expect(code, stdout).to.equal(0);
    const names = readdirSync(SAMPLE).sort();
    expect(names).to.deep.equal(readdirSync(folder()).sort());
    expect(names).to.include("report.html");
    const differing = names.filter(
      (name) => !readFileSync(join(SAMPLE, name)).equals(readFileSync(join(folder(), name))),
    );
    expect(differing, "run `npm run samples`, and look at the difference").to.deep.equal([]);
  }).timeout(60_000);
});
