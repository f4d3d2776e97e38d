import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { assert, property, string } from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ResultsRecord } from "../../../src/model/results.ts";
import { awsScopeId } from "../../../src/model/scope.ts";
import type { SarifOptions } from "../../../src/exporters/sarif/options.ts";
import { VERSION } from "../../../src/version.ts";
import { ACCOUNT, aCoverage, aFinding, stream } from "../../support/findings.ts";
import { githubRefuses } from "./github-checks.ts";
import { files, results, runs } from "./render.ts";
import { estate, failures, indirect, manyScopes, place } from "./samples.ts";
import { brokenStructure } from "./structure.ts";

const SCOPE = awsScopeId(ACCOUNT, "us-east-1", "ses");
const counted = (count: number): readonly ResultsRecord[] =>
  stream(failures(count), { coverage: [aCoverage(SCOPE)] });

/** Names that are markup, links, placeholders, paths or nothing that a person can see. */
const HOSTILE = [
  "a]b[c](1)@x.com",
  "{0}@x.com",
  '"><script>alert(1)</script>',
  "${jndi:x}",
  "\u202Egnp.exe",
  "😀\uD800",
  "SARIF_BUILDER_INVALID",
  "::error::x",
  "a\nb\r\n\u0000\u001B[31m",
  `${"x".repeat(310)}@x.com`,
];

const hostileFinding = (name: string): ReturnType<typeof aFinding> =>
  aFinding({
    resource: { name },
    message: `Anyone can send mail as ${name}`,
    data: { exposure: "exposed", tags: name, allowedTo: name },
    location: place(`dir/${name}.tf`, 2),
    evidence: [
      { document: name, at: "/Statement/0/Principal", role: "grants", says: name, location: place(name, 3) },
    ],
    faults: [{ document: name, fingerprint: "c".repeat(32), location: place(`other/${name}`, 4) }],
  });

const SAMPLES: readonly (readonly [string, readonly ResultsRecord[], SarifOptions])[] = [
  ["no finding", counted(0), {}],
  ["one finding", counted(1), {}],
  ["5,000 findings", counted(5_000), {}],
  ["25,001 findings", counted(25_001), {}],
  ["25,001 findings in full", counted(25_001), { profile: "full", parts: true }],
  ["21 scopes", manyScopes(21), { parts: true }],
  ["an estate", estate(), {}],
  ["an estate in full", estate(), { profile: "full" }],
  ["a policy in another file", stream([indirect]), {}],
  ["hostile names", stream(HOSTILE.map(hostileFinding)), {}],
  ["hostile names in full", stream(HOSTILE.map(hostileFinding)), { profile: "full" }],
];

describe("SARIF validity", () => {
  const schemaFile = resolve(import.meta.dirname, "../../../../shared/schemas/sarif-2.1.0.json");
  const validate = existsSync(schemaFile)
    ? addFormats
        .default(new Ajv.default({ strict: false, allErrors: false }))
        .compile(JSON.parse(readFileSync(schemaFile, "utf8")) as object)
    : null;

  for (const [name, records, options] of SAMPLES) {
    it(`${name}: sound, and nothing that GitHub refuses`, () => {
      for (const [, file] of files(records, options)) {
        expect(brokenStructure(file)).to.deep.equal([]);
        expect(githubRefuses(file)).to.deep.equal([]);
      }
    }).timeout(60_000);

    it(`${name}: valid by the OASIS schema`, function () {
      if (validate === null) return this.skip();
      for (const [, file] of files(records, options)) {
        expect(validate(JSON.parse(file)), JSON.stringify(validate.errors)).to.equal(true);
      }
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

  it("5,000 results are made in less than 5 seconds", () => {
    const records = counted(5_000);
    const started = performance.now();
    files(records);
    expect(performance.now() - started).to.be.lessThan(5_000);
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
