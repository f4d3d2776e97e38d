import { expect } from "chai";
import { readFileSync } from "node:fs";
import { FORMATS } from "../../../src/exporters/index.ts";
import { readResults, resultsRecords } from "../../../src/results/read.ts";
import { analyzeFiles } from "../folder-of.ts";

const POLICY = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

/** What Postern wrote of the sample estate: reports quote policies, and some print the commands that would mend them. */
const SAMPLE = readFileSync(new URL("../../../reports/sample/results.json", import.meta.url), "utf8");

/** Every format but those for a terminal and a log, by the names of its files. */
const outputs = async (): Promise<Readonly<Record<string, string>>> => {
  const files: Record<string, string> = {};
  for (const [name, format] of Object.entries(FORMATS)) {
    if (name === "table" || name === "github") continue;
    const write = await format.open({
      parts: false,
      lines: false,
      width: 80,
      paint: (_, text) => text,
      detail: "full",
      sarifProfile: "full",
      asffMembers: "all",
      warn: () => undefined,
      written: () => [],
    });
    files[format.file] = [...resultsRecords(readResults(SAMPLE, "results.json"))]
      .flatMap((record) => [...write(record)])
      .map((piece) => ("text" in piece ? piece.text : Buffer.from(piece.bytes).toString("latin1")))
      .join("");
  }
  return files;
};

describe("outputs of Postern in a tree", () => {
  it("are left out, and named as such, whatever they are called", async () => {
    const own = await outputs();
    expect(Object.keys(own)).to.have.length.greaterThan(9);
    const names = ["results.json", "results.jsonl", "findings.sarif", "findings.asff.json", "report.html"];
    const renamed = Object.fromEntries(names.map((name) => [`out/${name}.json`, own[name] ?? ""]));
    const { identities, scope } = await analyzeFiles({ ...own, ...renamed });
    expect(identities).to.deep.equal([]);
    expect(scope.status).to.equal("complete");
    const reasons = new Map(scope.files?.map(({ path, reason }) => [path, reason]));
    for (const name of names)
      for (const path of [name, `out/${name}.json`]) expect(reasons.get(path), path).to.match(/ of Postern$/);
  }).timeout(60_000);

  it("are told from a manifest of another tool, whose kind may have dots", async () => {
    const line = `{"kind":"aws.ses.identity","id":"arn:aws:ses:us-east-1:111122223333:identity/a.example","policies":[]}\n`;
    const { scope } = await analyzeFiles({
      "manifest.json": `{"kind":"mail.policy","spec":{"id":"a","policy":${POLICY}}}`,
      "written.json": line,
    });
    expect(scope.files?.map(({ path, status }) => `${path} ${status}`)).to.deep.equal([
      "manifest.json not-understood",
      "written.json skipped",
    ]);
  });

  it("give no values to the code beside them", async () => {
    const { scope } = await analyzeFiles({
      "results.json": `{"kind":"results","version":1,"says":"terraform apply -var who=*"}`,
      "main.tf": `variable "who" {\n  default = "arn:aws:iam::111122223333:root"\n}\nresource "aws_ses_identity_policy" "x" {\n  identity = "a.example"\n  name = "p"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = var.who }, Action = "ses:SendEmail", Resource = "*" }] })\n}\n`,
    });
    expect(scope.status).to.equal("complete");
  });

  it("are told from a template and a policy that begin like one", async () => {
    const template = `{"kind":"results","version":1,"Resources":{"P":{"Type":"Custom::IdentityPolicy","Properties":{"Identity":"a.example","PolicyName":"p","Policy":${POLICY}}}}}`;
    const { identities } = await analyzeFiles({
      "template.json": template,
      "policy.json": POLICY.replace("{", '{"kind":"run","version":1,'),
    });
    expect(identities.map(({ name }) => name)).to.have.members(["a.example", "policy"]);
  });

  it("are told from manifests whose kind is not one of Postern's", async () => {
    const { scope } = await analyzeFiles({
      "a.json": `{"kind":"deployment","policy":${POLICY}}`,
    });
    expect(scope.status).to.equal("partial");
  });
});
