import { expect } from "chai";
import { assert, property, string } from "fast-check";
import { SaxesParser } from "saxes";
import { junit } from "../../src/exporters/junit.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { aCoverage, aFinding, stream } from "../support/findings.ts";
import { estate, place } from "./sarif/samples.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const render = (records: readonly ResultsRecord[]): string => {
  const feed = junit.open({});
  return records
    .flatMap((record) => [...feed(record)])
    .map(({ text }) => text)
    .join("");
};

/** Elements in their order; throws where the text is not well-formed XML 1.0. */
const elements = (xml: string): readonly Element[] => {
  const parser = new SaxesParser();
  const found: Element[] = [];
  parser.on("opentag", ({ name, attributes }) => found.push({ name, attributes }));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
};

const named = (xml: string, name: string): readonly Element[] =>
  elements(xml).filter((element) => element.name === name);

const at = (id: string): Finding =>
  aFinding({ scope: "files/./ses", resource: { name: "example.com", id, account: null } });

describe("JUnit", () => {
  it("each status has its outcome; an accepted risk is skipped", () => {
    const xml = render(estate());
    const outcomes = elements(xml)
      .map(({ name }) => name)
      .filter((name) => ["testcase", "failure", "error", "skipped"].includes(name));
    expect(outcomes).to.deep.equal([
      ..."testcase failure testcase skipped testcase testcase failure testcase error".split(" "),
      ..."testcase error testcase failure".split(" "),
    ]);
  });

  it("a suite a scope, with counts that hold and its coverage", () => {
    const xml = render(estate());
    const suites = named(xml, "testsuite").map(
      ({ attributes: { name, tests, failures, errors, skipped } }) => [
        name,
        tests,
        failures,
        errors,
        skipped,
      ],
    );
    expect(suites).to.deep.equal([
      ["aws/111122223333/eu-west-1/ses", "0", "0", "0", "0"],
      ["aws/111122223333/us-east-1/ses", "5", "2", "1", "1"],
      ["aws/111122223333/us-west-2/ses", "1", "0", "1", "0"],
      ["files/infra/ses", "1", "1", "0", "0"],
    ]);
    expect(named(xml, "property").map(({ attributes }) => attributes["value"])).to.deep.equal([
      "complete",
      "partial",
      "unread",
      "complete",
    ]);
  });

  it("a case has its file and line where one is known", () => {
    const [found] = named(render(stream([aFinding({ location: place("a b.tf", 7) })])), "testcase");
    expect(found?.attributes).to.include({ file: "a b.tf", line: "7", name: "example.com" });
  });

  it("no two cases share class and name, however alike their resources are", () => {
    const alike = [
      at("iac:dev/main.tf#a.d"),
      at("iac:prod/main.tf#a.d"),
      at("iac:prod/main.tf#a.d"),
      at("x"),
      at("x"),
    ];
    const cases = named(render(stream(alike)), "testcase").map(({ attributes: { classname, name } }) => [
      classname,
      name,
    ]);
    expect(cases).to.deep.equal(
      [
        "example.com (dev/main.tf#a.d)",
        "example.com (prod/main.tf#a.d)",
        "example.com (prod/main.tf#a.d) [2]",
        "example.com",
        "example.com [2]",
      ].map((name) => ["files/./ses.SES-003", name]),
    );
  });

  it("the text of a failure begins with the message", () => {
    const xml = render(stream([aFinding({ message: "Anyone can send." })]));
    expect(xml).to.match(/<failure [^>]*message="Anyone can send."[^>]*>Anyone can send.\n/);
  });

  it("nothing in the data breaks the XML or is lost from sight", () => {
    assert(
      property(string({ unit: "binary", maxLength: 60 }), (name) => {
        const hostile = `${name}\u0000\uFFFE\uFFFF\uD800"'<&]]>--><x/>\n`;
        const finding = aFinding({
          resource: { name: hostile },
          message: hostile,
          title: hostile,
          evidence: [
            { document: hostile, at: "", role: "grants", says: hostile, location: place(hostile, 1) },
          ],
          location: place(hostile, 2),
        });
        const xml = render(stream([finding], { coverage: [aCoverage(finding.scope, [finding])] }));
        expect(elements(xml).map((element) => element.name)).to.deep.equal(
          "testsuites testsuite properties property testcase failure".split(" "),
        );
        expect(xml).to.contain("⟨U+0000⟩⟨U+FFFE⟩⟨U+FFFF⟩⟨U+D800⟩");
      }),
    );
  });

  it("no finding is a valid file too", () => {
    expect(elements(render(stream([]))).map(({ name }) => name)).to.deep.equal(["testsuites"]);
  });
});
