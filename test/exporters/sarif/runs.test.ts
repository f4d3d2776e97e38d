import { expect } from "chai";
import * as fc from "fast-check";
import { isProblem } from "../../../src/model/problem.ts";
import { awsScopeId, filesScopeId } from "../../../src/model/scope.ts";
import { ACCOUNT, aCoverage, aFinding, anUnreadScope, stream } from "../../support/findings.ts";
import { categoryKey, merged, repeatedRuns } from "./github-checks.ts";
import { files, hashOf, log, parse, results, runs, uriOf } from "./render.ts";
import { failures, manyScopes, place } from "./samples.ts";

const SCOPE = awsScopeId(ACCOUNT, "us-east-1", "ses");
const EMPTY = awsScopeId(ACCOUNT, "eu-west-1", "ses");

const category = (tree: string): string => {
  const [run] = runs(stream([], { coverage: [aCoverage(filesScopeId(tree, "ses"))] }));
  return run?.automationDetails?.id ?? "";
};

describe("SARIF runs", () => {
  it("a scope is a run, its category the scope with a final slash", () => {
    const found = runs(stream([aFinding(), aFinding({ resource: { region: "eu-west-1" } })]));
    expect(found.map(({ automationDetails }) => automationDetails?.id)).to.deep.equal([
      "postern/aws/111122223333/eu-west-1/ses/",
      "postern/aws/111122223333/us-east-1/ses/",
    ]);
    expect(new Set(found.map(categoryKey)).size).to.equal(2);
  });

  describe("of trees", () => {
    it("have the tree's name as their category", () => {
      expect(category(".")).to.equal("postern/files/./ses/");
      expect(category("infra/prod")).to.equal("postern/files/infra/prod/ses/");
    });

    it("have a hash beside it where another name could be taken for the same, always the same one", () => {
      expect(category("infra-prod")).to.equal("postern/files/infra-prod-320a3195/ses/");
      expect(category("Infra/prod")).to.match(/^postern\/files\/Infra\/prod-[0-9a-f]{8}\/ses\/$/);
    });

    it("are never taken for one by the upload, whatever their names", () => {
      const name = fc.string({
        unit: fc.constantFrom("a", "A", "1", "_", "-", ".", " ", "é"),
        minLength: 1,
        maxLength: 4,
      });
      const trees = fc.uniqueArray(
        fc.array(name, { minLength: 1, maxLength: 2 }).map((parts) => parts.join("/")),
        { minLength: 2, maxLength: 8 },
      );
      fc.assert(
        fc.property(trees, (all) => {
          const keys = all.flatMap((tree) =>
            runs(stream([], { coverage: [aCoverage(filesScopeId(tree, "ses"))] })).map(categoryKey),
          );
          expect(new Set(keys).size).to.equal(all.length);
        }),
      );
    });
  });

  it("a clean scope is there and empty: that closes its alerts", () => {
    const [run] = runs(stream([], { coverage: [aCoverage(EMPTY)] }));
    expect(run?.results).to.deep.equal([]);
    expect(run?.tool.driver.rules?.map(({ id }) => id)).to.deep.equal(["SES-003", "SES-003-REVIEW"]);
  });

  it("a run behind a full file is in the next one, and a single file that GitHub may refuse is told of", () => {
    const records = stream([...failures(7), aFinding({ resource: { region: "us-west-2" } })]);
    const told: string[] = [];
    const options = { maximumCharacters: 5_000, warn: (line: string) => told.push(line) };
    const parts = files(records, { ...options, parts: true });
    expect([...parts.keys()]).to.deep.equal(["findings.sarif", "findings-2.sarif"]);
    expect([...files(records, options).keys()]).to.deep.equal([""]);
    expect(told.filter((line) => /GitHub takes 10 MB packed by gzip/.test(line)).length).to.be.greaterThan(0);
    expect(told.at(-1)).to.match(/it may refuse all of it\. Write a folder, -f sarif=DIR\/\.$/);
    told.length = 0;
    files(records, { warn: options.warn });
    expect(told).to.deep.equal([]);
  });

  it("the rules are the same whatever was found", () => {
    const [clean] = runs(stream([], { coverage: [aCoverage(SCOPE)] }));
    const [found] = runs(stream(failures(3), { coverage: [aCoverage(SCOPE)] }));
    expect(found?.tool.driver.rules).to.deep.equal(clean?.tool.driver.rules);
  });

  for (const status of ["unread", "unavailable", "excluded"] as const) {
    it(`a scope that is ${status} has no run: an empty one would close alerts that nobody looked at`, () => {
      const records = stream([anUnreadScope(EMPTY)], { coverage: [aCoverage(EMPTY, [], { status })] });
      expect(runs(records)).to.deep.equal([]);
      expect(log(records).version).to.equal("2.1.0");
    });
  }

  it("results of an unread scope do not slip into the next scope's run", () => {
    const records = stream([anUnreadScope(EMPTY), aFinding()], {
      coverage: [aCoverage(EMPTY, [], { status: "unread" }), aCoverage(SCOPE, [aFinding()])],
    });
    expect(results(records).map(({ ruleId }) => ruleId)).to.deep.equal(["SES-003"]);
  });

  it("in a partly read scope each unread resource is a result", () => {
    const findings = [
      anUnreadScope(SCOPE),
      aFinding({ status: "NOT_EVALUATED", resource: { name: "a.example.com" } }),
      aFinding({ status: "NOT_EVALUATED", resource: { name: "b.example.com" } }),
    ];
    const found = results(
      stream(findings, { coverage: [aCoverage(SCOPE, findings, { status: "partial" })] }),
    );
    expect(found.map(({ ruleId }) => ruleId)).to.deep.equal(Array(3).fill("SES-003-REVIEW"));
    expect(found[1]?.message.text).to.contain("a.example.com").and.to.contain("AccessDenied");
    expect(new Set(found.map(hashOf)).size).to.equal(3);
  });

  it("what failed before and could not be read again stays the same alert, marked stale", () => {
    const fault = {
      document: "Policy-1",
      fingerprint: "0123456789abcdef0123456789abcdef",
      location: place("inv/aws/111122223333/us-east-1/ses.json", 9),
    };
    const before = aFinding({ faults: [fault] });
    const now = aFinding({
      status: "NOT_EVALUATED",
      lastFailure: {
        at: "2026-11-22T16:00:00.000Z",
        message: before.message,
        data: before.data,
        faults: [fault],
        location: null,
      },
    });
    const [old] = results(stream([before]));
    const [review, stale] = results(stream([now]));
    expect(review?.ruleId).to.equal("SES-003-REVIEW");
    expect([stale?.ruleId, uriOf(stale), hashOf(stale), stale?.level]).to.deep.equal([
      old?.ruleId,
      uriOf(old),
      hashOf(old),
      old?.level,
    ]);
    expect(stale?.properties).to.include({ stale: true, seenAt: "2026-11-22T16:00:00.000Z" });
    expect(stale?.message.text).to.contain("Not looked at again since 2026-11-22");
  });

  it("a mended resource's last failure is not carried on", () => {
    const last = { at: "2026-11-22T16:00:00.000Z", message: "open", data: {}, faults: [], location: null };
    expect(results(stream([aFinding({ status: "SUCCESS", lastFailure: last })]))).to.deep.equal([]);
  });
});

describe("GitHub's limits", () => {
  it("21 scopes are two files of at most 20 runs, each run with its own category", () => {
    const made = files(manyScopes(21), { parts: true });
    expect([...made.keys()]).to.deep.equal(["findings.sarif", "findings-2.sarif"]);
    const logs = [...made.values()].map(parse);
    expect(logs.map((one) => one.runs.length)).to.deep.equal([20, 1]);
    expect(repeatedRuns(merged(logs))).to.deep.equal([]);
    expect(new Set(merged(logs).runs.map(categoryKey)).size).to.equal(21);
  });

  it("20 scopes are one file", () => {
    expect([...files(manyScopes(20)).keys()]).to.deep.equal([""]);
  });

  it("a single path for 21 scopes is refused, with what to do", () => {
    let caught: unknown;
    try {
      files(manyScopes(21));
    } catch (error) {
      caught = error;
    }
    expect(isProblem(caught) && caught.problem).to.include({ kind: "output" });
    expect(isProblem(caught) && caught.problem.todo).to.contain("folder");
  });

  for (const count of [5_001, 25_001]) {
    it(`of ${count} results the most severe 5,000 are kept, and the rest is told`, () => {
      const told: string[] = [];
      const mild = failures(count - 1, { riskLevel: "MEDIUM" });
      const worst = aFinding({
        riskLevel: "EXTREME",
        resource: { name: "worst.example.com" },
        faults: [{ document: "P", fingerprint: "f".repeat(32) }],
      });
      const [run] = runs(stream([...mild, worst], { coverage: [aCoverage(SCOPE)] }), {
        warn: (line) => told.push(line),
      });
      expect(run?.results).to.have.length(5_000);
      expect(run?.results?.at(-1)?.level).to.equal("error");
      expect(run?.properties).to.deep.equal({ resultsLeftOut: count - 5_000 });
      expect(told).to.have.length(1);
      expect(told[0]).to.contain(`${count - 5_000} of ${count}`);
    }).timeout(30_000);
  }

  it("the full profile keeps all, 25,000 a file", () => {
    const made = files(stream(failures(25_001), { coverage: [aCoverage(SCOPE)] }), {
      profile: "full",
      parts: true,
    });
    const logs = [...made.values()].map(parse);
    expect(logs.map(({ runs: [run] }) => run?.results?.length)).to.deep.equal([25_000, 1]);
    expect(logs.map(({ runs: [run] }) => run?.automationDetails?.id)).to.deep.equal([
      "postern/aws/111122223333/us-east-1/ses/",
      "postern/aws/111122223333/us-east-1/ses/2/",
    ]);
  }).timeout(30_000);

  it("files are cut where the next run would pass 25,000 results", () => {
    const regions = ["xx-test-1", "xx-test-2", "xx-test-3", "xx-test-4", "xx-test-5", "xx-test-6"];
    const findings = regions.flatMap((region) =>
      failures(5_000).map((finding) => ({ ...finding, scope: awsScopeId(ACCOUNT, region, "ses") })),
    );
    const coverage = regions.map((region) => aCoverage(awsScopeId(ACCOUNT, region, "ses")));
    const logs = [...files(stream(findings, { coverage }), { parts: true }).values()].map(parse);
    expect(logs.map((one) => one.runs.length)).to.deep.equal([5, 1]);
  }).timeout(30_000);
});
