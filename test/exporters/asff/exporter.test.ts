import { expect } from "chai";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { asff, type AsffOptions } from "../../../src/exporters/asff/exporter.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { ResultsRecord } from "../../../src/model/results.ts";
import { serviceModelValidator } from "../../support/asff-schema.ts";
import { aFinding, anUnreadScope, aRun, stream } from "../../support/findings.ts";

const written = (
  records: readonly ResultsRecord[],
  options: AsffOptions = {},
): readonly (readonly [string, unknown])[] => {
  const write = asff.open(options);
  const files = new Map<string, string>();
  for (const { part = "", text } of records.flatMap((record) => [...write(record)]))
    files.set(part, (files.get(part) ?? "") + text);
  return [...files].map(([part, text]) => [part, JSON.parse(text)]);
};

const many = (region: string, count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, index) => aFinding({ resource: { region, name: `${index}.example` } }));

/** Of the one finding of a file. */
const compliance = (options: AsffOptions): object => {
  const [[, document] = []] = written(stream([aFinding()]), options);
  return (document as { readonly Compliance: object }[])[0]?.Compliance ?? {};
};

describe("the ASFF file", () => {
  describe("the document", () => {
    it("is one array as the aws command line takes it", () => {
      const records = stream([aFinding(), aFinding({ resource: { name: "b.example" }, status: "SUCCESS" })]);
      const files = written(records);
      expect(files.map(([part]) => part)).to.deep.equal([""]);
      expect(files[0]?.[1]).to.have.lengthOf(2);
    });

    it("has severity and types at the top too, for readers that look for them there", () => {
      const [[, document] = []] = written(stream([aFinding()]));
      expect((document as object[])[0]).to.deep.include({
        Severity: { Label: "HIGH", Original: "HIGH" },
        Types: ["Software and Configuration Checks/AWS Security Best Practices"],
      });
    });

    it("leaves out what older command lines refuse, where that is asked for", () => {
      expect(compliance({})).to.have.property("AssociatedStandards");
      expect(compliance({ members: "classic" })).not.to.have.property("AssociatedStandards");
      expect(compliance({ members: "classic" })).to.have.property("RelatedRequirements");
    });

    it("says how to import more than one call takes", () => {
      const warnings: string[] = [];
      const warn = (message: string): void => void warnings.push(message);
      written(stream(many("us-east-1", 100)), { warn });
      expect(warnings).to.deep.equal([]);
      written(stream(many("us-east-1", 101)), { warn });
      written(stream([...many("us-east-1", 1), ...many("eu-west-1", 1)]), { warn });
      written(stream(many("us-east-1", 101)), { warn, layout: "batches" });
      expect(warnings).to.have.lengthOf(2);
      expect(warnings[0]).to.match(
        /^the ASFF file has 101 findings of 1 .* -f asff=DIR\/.* push security-hub/,
      );
    });

    it("has one finding about a scope that no rule could read", () => {
      const scope = "aws/111122223333/us-east-1/ses";
      const files = written(stream([anUnreadScope(scope, "SES-001"), anUnreadScope(scope, "SES-003")]));
      expect(files[0]?.[1]).to.have.lengthOf(1);
    });

    it("is an empty list where there is nothing to say", () => {
      expect(written(stream([]))).to.deep.equal([["", []]]);
    });

    it("leaves findings in source code out, and says so", () => {
      const code = aFinding({ resource: { account: null, region: null, partition: null } });
      const warnings: string[] = [];
      const files = written(stream([code]), { warn: (message) => warnings.push(message) });
      expect(files).to.deep.equal([["", []]]);
      expect(warnings).to.deep.equal([
        "1 findings in source code have no account and are not in the ASFF file.",
      ]);
    });

    it("is bare arrays of at most 100 findings by account and region in a folder", () => {
      const files = written(stream([...many("us-east-1", 205), ...many("eu-west-1", 1)]), {
        layout: "batches",
      });
      expect(files.map(([part, document]) => [part, (document as unknown[]).length])).to.have.deep.members([
        ["111122223333/eu-west-1/0001.json", 1],
        ["111122223333/us-east-1/0001.json", 100],
        ["111122223333/us-east-1/0002.json", 100],
        ["111122223333/us-east-1/0003.json", 5],
      ]);
    });

    it("is the same on every run", () => {
      const records = stream([aFinding(), aFinding({ resource: { name: "b.example" } })], { run: aRun() });
      expect(written(records)).to.deep.equal(written(records));
    });
  });

  it("was checked against AWS's service model too", function () {
    if (serviceModelValidator() === null) this.skip();
    expect(serviceModelValidator()?.({ SchemaVersion: 1 })).to.equal(false);
  });

  it("needs the SDK for its types only", () => {
    const folder = resolve(import.meta.dirname, "../../../src/exporters/asff");
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const lines = texts.flatMap((text) => text.match(/^import[^;]*@aws-sdk[^;]*;/gm) ?? []);
    expect(lines.length).to.be.greaterThan(0);
    expect(lines.filter((line) => !line.startsWith("import type"))).to.deep.equal([]);
  });
});
