import { expect } from "chai";
import { readFileSync } from "node:fs";
import { readTerraform } from "../../../src/sources/terraform/read-terraform.ts";
import { aThirdOf } from "../../support/heavy.ts";
import { SES } from "../../support/ses-in-code.ts";

const RECORDED = new URL("./recorded/", import.meta.url);

/** An expression and the JSON that Terraform 1.11.4 makes of it; null where it refuses it. */
type Recorded = readonly [expression: string, json: string | null];

const read = (name: string): string => readFileSync(new URL(name, RECORDED), "utf8");

/** Each text as the policy of a resource with its number. */
const policiesOf = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    texts.map((expression, at) => [
      `p${at}.tf`,
      `resource "aws_ses_identity_policy" "p${at}" {\n  identity = "example.com"\n  name = "p${at}"\n  policy = ${expression}\n}\n`,
    ]),
  );

/** What each text of a policy comes to, by way of one module; null where it is not known. */
const textsOf = async (
  expressions: readonly string[],
  others: Readonly<Record<string, string>>,
): Promise<readonly (string | null)[]> => {
  const files: Readonly<Record<string, string>> = { ...others, ...policiesOf(expressions) };
  const names = Object.keys(files);
  const { identities } = await readTerraform(
    names.filter((name) => name.endsWith(".tf")),
    {
      read: (path) => {
        const text = files[path];
        return text === undefined ? null : { path, text };
      },
      namesIn: (folder) =>
        folder === ""
          ? names.filter((name) => !name.includes("/"))
          : names
              .filter((name) => name.startsWith(`${folder}/`))
              .map((name) => name.slice(folder.length + 1)),
    },
    SES,
    new AbortController().signal,
  );
  const policies = new Map(
    identities.flatMap((identity) => identity.policies.map((policy) => [policy.name, policy] as const)),
  );
  return expressions.map((_, at) => {
    const policy = policies.get(`p${at}`);
    return policy === undefined || (policy.unresolved ?? []).length > 0 ? null : policy.document;
  });
};

const asItIs = (text: string): string => text;
const withoutBlanks = (text: string): string => text.replaceAll(/ /g, "");

interface RecordedConfiguration {
  readonly files: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  readonly results: readonly (string | null)[] | null;
}

describe("Terraform's own evaluation", () => {
  it("is what random expressions come to, or they are not known", async () => {
    const recorded = aThirdOf(JSON.parse(read("expressions.json")) as readonly Recorded[]);
    const texts = await textsOf(
      recorded.map(([expression]) => `try(jsonencode(${expression}), "refused")`),
      { "variables.tf": read("variables.tf") },
    );
    const different = recorded.flatMap(([expression, json], at) => {
      const text = texts[at];
      return text === null || text === (json ?? "refused") ? [] : [`${expression}: ${text}, not ${json}`];
    });
    const unknown = recorded.flatMap(([expression, json], at) =>
      texts[at] === null ? [`${expression}: ${json}`] : [],
    );
    if (process.env["PRINT"] !== undefined) console.log(unknown.join("\n"));
    console.log(`      ${unknown.length} of ${recorded.length} expressions are not known`);
    expect(different).to.deep.equal([]);
    expect(unknown.length).to.be.lessThan(recorded.length * 0.03);
  }).timeout(120_000);

  it("is what random configurations come to, or they are not known", async () => {
    const recorded = aThirdOf(JSON.parse(read("configurations.json")) as readonly RecordedConfiguration[]);
    const different: string[] = [];
    let unknown = 0;
    let known = 0;
    for (const [number, { files, outputs, results }] of recorded.entries()) {
      if (results === null) continue;
      const texts = await textsOf(
        outputs.map((expression) => `try(jsonencode(${expression}), "refused")`),
        files,
      );
      for (const [at, result] of results.entries()) {
        if (result === null) continue;
        if (texts[at] === null) unknown += 1;
        else known += 1;
        // How much indentation `~` leaves in a heredoc is not told apart; JSON has none.
        const same = outputs[at]?.startsWith("<<") === true ? withoutBlanks : asItIs;
        if (texts[at] !== null && same(texts[at] ?? "") !== same(result))
          different.push(`${number}: ${outputs[at]}: ${texts[at]}, not ${result}`);
      }
    }
    console.log(`      ${unknown} of ${unknown + known} outputs are not known`);
    expect(different).to.deep.equal([]);
    expect(unknown).to.be.lessThan((unknown + known) * 0.05);
  }).timeout(120_000);
});
