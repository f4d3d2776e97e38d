import { expect } from "chai";
import { RISK_LEVELS } from "../../../src/model/rule.ts";
import { aFinding, aRule, aRun, stream } from "../../support/findings.ts";
import { ignoredByGithub } from "./github-checks.ts";
import { hashOf, results, runs, text, uriOf } from "./render.ts";
import { estate, indirect, place } from "./samples.ts";

describe("SARIF results", () => {
  it("one a fault, tied by the finding's id", () => {
    const found = results(
      stream([
        aFinding({
          documents: ["open", "wide"].map((name) => ({ name, text: "{}", sha256: "ab".repeat(32) })),
          faults: [
            { document: "open", fingerprint: "1".repeat(32) },
            { document: "wide", fingerprint: "2".repeat(32) },
          ],
        }),
      ]),
    );
    expect(found.map(({ properties }) => properties?.["policyName"])).to.deep.equal(["open", "wide"]);
    expect(new Set(found.map(({ properties }) => properties?.["findingId"] as unknown)).size).to.equal(1);
    expect(found.map(hashOf)).to.deep.equal(["1111111111111111:1", "2222222222222222:1"]);
  });

  it("a fault of a fact is not called a policy", () => {
    const [found] = results(
      stream([
        aFinding({
          documents: [],
          witness: null,
          message: "Signing is off.",
          faults: [{ document: "dkim", fingerprint: "1".repeat(32) }],
        }),
      ]),
    );
    expect(found?.message.text).to.equal("Signing is off.");
    expect(found?.properties).to.include({ fault: "dkim" }).and.to.not.have.property("policyName");
  });

  it("two identities with one policy have two hashes even where their faults have one", () => {
    const found = results(stream([aFinding(), aFinding({ resource: { name: "b.example.com" } })]));
    expect(found.map(hashOf)).to.deep.equal(["0123456789abcdef:1", "0123456789abcdef:2"]);
  });

  it("the github profile holds nothing that GitHub would ignore and show as open", () => {
    expect(ignoredByGithub(text(estate()))).to.deep.equal([]);
    expect(results(estate()).map(({ ruleId }) => ruleId)).to.deep.equal([
      "SES-003",
      "SES-003-REVIEW",
      "SES-003-REVIEW",
      "SES-003",
    ]);
  });

  it("the full profile holds passes, and accepted risks with their reason", () => {
    const found = results(estate(), { profile: "full" });
    expect(found.map(({ kind }) => kind)).to.deep.equal([
      undefined,
      undefined,
      "pass",
      "review",
      "open",
      undefined,
    ]);
    expect(found[1]?.suppressions).to.deep.equal([
      {
        kind: "external",
        status: "accepted",
        justification: "A partner sends for us (A. Person, SEC-1, until 2027-01-01)",
      },
    ]);
  });

  it("levels and scores follow the risk", () => {
    const found = RISK_LEVELS.map((riskLevel) => {
      const [run] = runs(stream([aFinding({ riskLevel })], { run: aRun({}, [aRule({ riskLevel })]) }));
      return [
        run?.results?.[0]?.level,
        run?.tool.driver.rules?.[0]?.properties?.["security-severity"] as unknown,
      ];
    });
    expect(found).to.deep.equal([
      ["note", "3.0"],
      ["warning", "5.5"],
      ["error", "8.6"],
      ["error", "9.3"],
      ["error", "9.8"],
    ]);
  });

  it("what is open blocks nothing: a recommendation without a score", () => {
    const [run] = runs(stream([aFinding({ status: "NEEDS_REVIEW" })]));
    const rule = run?.tool.driver.rules?.[1];
    expect(rule?.id).to.equal("SES-003-REVIEW");
    expect(rule?.properties?.["problem.severity"]).to.equal("recommendation");
    expect(rule?.properties).to.not.have.property("security-severity");
    expect(rule?.properties?.tags).to.not.include("security");
  });

  it("a rule has its tags, weaknesses and clauses", () => {
    const [run] = runs(stream([aFinding()]));
    const rule = run?.tool.driver.rules?.[0];
    expect(rule?.properties?.tags).to.include.members(["security", "external/cwe/cwe-732"]);
    expect(rule?.relationships?.map(({ target, kinds }) => [target.id, kinds])).to.deep.equal([
      ["CWE-732", ["superset"]],
      ["Art. 32", ["relevant"]],
      ["AC-3", ["relevant"]],
    ]);
    expect(run?.taxonomies?.map(({ name, guid }) => [name, guid])).to.deep.equal([
      ["CWE", "a70fcff4-f2e9-4210-9d2a-bf50d7d64d5d"],
      ["GDPR", "836111b2-2cdd-55e8-be02-d9dcb2dc2f4f"],
      ["NIST4", "5cce8e11-adb3-59c0-9829-fb0731591bed"],
    ]);
  });

  it("the message says who may call what, at the fault that lets him in", () => {
    const faults = ["open", "wide"].map((document, index) => ({
      document,
      fingerprint: String(index + 1).repeat(32),
    }));
    const found = results(stream([aFinding({ faults })]));
    expect(found[0]?.message.text).to.match(
      / Proof: arn:aws:iam::999999999999:user\/stranger may call ses:SendEmail\.$/,
    );
    expect(found[1]?.message.text).to.not.contain("Proof");
    expect(found[0]?.properties?.["witness"]).to.deep.include({ action: "ses:SendEmail" });
  });

  it("a rule is titled by what is wrong, and the driver says where it comes from", () => {
    const rule = aRule({ title: "DKIM Enabled", failureTitle: "DKIM is not enabled" });
    const [run] = runs(stream([aFinding()], { run: aRun({}, [rule]) }));
    expect(run?.tool.driver.informationUri).to.match(/^https:/);
    expect(run?.tool.driver.rules?.[0]?.shortDescription?.text).to.equal("DKIM is not enabled");
  });

  it("the help begins with the fix, in code before the console", () => {
    const remediation = {
      summary: "Name who may send.",
      console: [{ text: "Open the page." }],
      cli: [],
      iac: [{ text: "Change the block." }],
    };
    const [run] = runs(stream([aFinding()], { run: aRun({}, [aRule({ remediation })]) }));
    const help = run?.tool.driver.rules?.[0]?.help?.markdown ?? "";
    expect(help.match(/^#+ .*/gm)?.slice(0, 4)).to.deep.equal([
      "## Remediation",
      "### In code",
      "### In the console",
      "## Why it matters",
    ]);
  });

  it("the help says how to check and how to mend", () => {
    const audit = {
      console: [{ text: "Look at the policy." }],
      cli: [{ text: "Ask.", code: "aws ses x", language: "sh" as const }],
    };
    const [run] = runs(stream([aFinding()], { run: aRun({}, [aRule({ audit })]) }));
    const help = run?.tool.driver.rules?.[0]?.help?.markdown ?? "";
    expect(help).to.contain("## Audit in the console\n\n1. Look at the policy.");
    expect(help).to.contain("   ```sh\n   aws ses x\n   ```");
    expect(help).to.contain("## Remediation");
  });
});

describe("SARIF locations", () => {
  it("the fault's element, on one line", () => {
    const fault = { document: "Policy-1", fingerprint: "a".repeat(32), location: place("a/b.json", 4, 20) };
    const [found] = results(stream([aFinding({ faults: [fault], location: place("a/b.json", 1) })]));
    expect(uriOf(found)).to.equal("a/b.json");
    expect(found?.locations?.[0]?.physicalLocation?.region).to.deep.equal({
      startLine: 4,
      startColumn: 20,
      endLine: 4,
      endColumn: 23,
    });
  });

  it("an element of several lines is shown by its first character, whole as the context", () => {
    const location = { file: "a.json", startLine: 4, startColumn: 20, endLine: 9, endColumn: 2 };
    const [found] = results(
      stream([aFinding({ faults: [{ document: "P", fingerprint: "a".repeat(32), location }] })]),
    );
    const physical = found?.locations?.[0]?.physicalLocation;
    expect(physical?.region).to.deep.equal({ startLine: 4, startColumn: 20, endLine: 4, endColumn: 21 });
    expect(physical?.contextRegion?.endLine).to.equal(9);
  });

  it("a live finding without a file points at its scope's inventory", () => {
    const [found] = results(stream([aFinding()]));
    expect(uriOf(found)).to.equal("postern-inventory/aws/111122223333/us-east-1/ses.json");
    expect(found?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).to.equal(
      "arn:aws:ses:us-east-1:111122223333:identity/example.com",
    );
  });

  it("a resource in code without a place points at its file", () => {
    const [found] = results(
      stream([
        {
          ...indirect,
          location: null,
          evidence: [],
          faults: [{ document: "mail", fingerprint: "a".repeat(32) }],
        },
      ]),
    );
    expect(uriOf(found)).to.equal("infra/main.tf");
  });

  it("the path from the attachment through the document to the principal", () => {
    const [found] = results(stream([indirect]));
    expect(uriOf(found)).to.equal("infra/policy.tf");
    const steps = found?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => [
      location?.physicalLocation?.artifactLocation?.uri,
      location?.physicalLocation?.region?.startLine,
    ]);
    expect(steps).to.deep.equal([
      ["infra/main.tf", 3],
      ["infra/policy.tf", 1],
      ["infra/policy.tf", 7],
    ]);
    expect(found?.relatedLocations?.map(({ id }) => id)).to.deep.equal([1, 2]);
    expect(found?.message.text).to.match(/See \[example\.com\]\(1\), \[policy mail\]\(2\)\.$/);
  });

  for (const [file, uri] of [
    ["user+tag@example.com.tf", "user+tag@example.com.tf"],
    ["a b/#c%.tf", "a%20b/%23c%25.tf"],
    ["grün/ä[1].tf", "gr%C3%BCn/%C3%A4%5B1%5D.tf"],
    ["./a/./b.tf", "a/b.tf"],
    ["c:d.tf", "c%3Ad.tf"],
    ["a\\b.tf", "a%5Cb.tf"],
    ["/home/someone/secret/a.tf", "a.tf"],
    ["../../outside/a.tf", "a.tf"],
    ["\uD800.tf", "%EF%BF%BD.tf"],
    ["", "unknown"],
  ] as const) {
    it(`${JSON.stringify(file)} is ${uri}`, () => {
      expect(
        uriOf(
          results(
            stream([
              aFinding({
                faults: [{ document: "P", fingerprint: "a".repeat(32), location: place(file, 1) }],
              }),
            ]),
          )[0],
        ),
      ).to.equal(uri);
    });
  }
});
