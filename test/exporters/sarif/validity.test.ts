import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { assert, property, string } from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { VERSION } from "../../../src/version.ts";
import { stream } from "../../support/findings.ts";
import { githubRefuses } from "./github-checks.ts";
import { files, results, runs } from "./render.ts";
import { counted, HOSTILE, hostileFinding, indirect, SAMPLES } from "./samples.ts";
import { brokenStructure } from "./structure.ts";

describe("SARIF validity", () => {
  const schemaFile = resolve(import.meta.dirname, "../../../../shared/schemas/sarif-2.1.0.json");
  const validate = existsSync(schemaFile)
    ? addFormats
        .default(new Ajv.default({ strict: false, allErrors: false }))
        .compile(JSON.parse(readFileSync(schemaFile, "utf8")) as object)
    : null;

  for (const [name, records, options] of SAMPLES) {
    let known: readonly string[] | null = null;
    const written = (): readonly string[] => (known ??= [...files(records, options).values()]);

    it(`${name}: sound, and nothing that GitHub refuses`, () => {
      for (const file of written()) {
        expect(brokenStructure(file)).to.deep.equal([]);
        expect(githubRefuses(file)).to.deep.equal([]);
      }
    }).timeout(60_000);

    it(`${name}: valid by the OASIS schema`, function () {
      const all = written();
      known = null;
      if (validate === null) return this.skip();
      for (const file of all)
        expect(validate(JSON.parse(file)), JSON.stringify(validate.errors)).to.equal(true);
      return undefined;
    }).timeout(60_000);
  }

  it("whatever the names, the file is sound", () => {
    assert(
      property(string({ unit: "binary", maxLength: 40 }), (name) => {
        for (const [, file] of files(stream([hostileFinding(name)]))) {
          expect(brokenStructure(file)).to.deep.equal([]);
          expect(githubRefuses(file)).to.deep.equal([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("nothing in a message is a link but our own", () => {
    for (const { message, relatedLocations = [] } of results(stream(HOSTILE.map(hostileFinding)))) {
      const bare = (message.text ?? "").replaceAll(/\\[\\[\]]/g, "");
      expect([...bare.matchAll(/\[[^[\]]*\]\(/g)]).to.have.length(relatedLocations.length);
    }
  });

  it("the version is the package's", () => {
    const [run] = runs(counted(1));
    expect(run?.tool.driver.semanticVersion).to.equal("0.1.0");
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(VERSION).to.equal(version);
  });
});

describe("the checks of SARIF", () => {
  const good = [...files(stream([indirect])).values()].join("");
  const spoiled: readonly (readonly [string, string, string])[] = [
    ["a file's uri as an ARN", '"uri":"infra/policy.tf"', '"uri":"arn:aws:ses"'],
    ["no uri", '"uri":"infra/policy.tf"', '"uri":""'],
    ["a wrong rule index", '"ruleIndex":0', '"ruleIndex":1'],
    ["a numeric score", '"security-severity":"8.6"', '"security-severity":8.6'],
    ["a score in words", '"security-severity":"8.6"', '"security-severity":"High"'],
    ["no category", "postern/files/infra/ses/", "postern"],
    ["a random guid", "a70fcff4-f2e9-4210", "a70fcff4-f2e9-7210"],
    ["braces in a message", "Anyone can send", "{0} can send"],
    ["a link to nothing", "](1)", "](9)"],
    ["a region that ends before it starts", '"endColumn":24', '"endColumn":1'],
    ["no fingerprint", "primaryLocationLineHash", "other"],
  ];
  it("find nothing in a good file", () => {
    expect([...brokenStructure(good), ...githubRefuses(good)]).to.deep.equal([]);
  });
  for (const [name, from, to] of spoiled) {
    it(`find ${name}`, () => {
      expect(good).to.contain(from);
      const bad = good.replaceAll(from, to);
      expect([...brokenStructure(bad), ...githubRefuses(bad)]).to.not.deep.equal([]);
    });
  }
});
