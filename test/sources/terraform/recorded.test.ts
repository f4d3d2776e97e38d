import { expect } from "chai";
import { readFileSync } from "node:fs";
import { readTerraform } from "../../../src/sources/terraform/read-terraform.ts";

const RECORDED = new URL("./recorded/", import.meta.url);

/** An expression and the JSON that Terraform 1.11.4 makes of it; null where it refuses it. */
type Recorded = readonly [expression: string, json: string | null];

const read = (name: string): string => readFileSync(new URL(name, RECORDED), "utf8");

/** What each text of a policy comes to, by way of one module; null where it is not known. */
const textsOf = async (
  expressions: readonly string[],
  variables: string,
): Promise<readonly (string | null)[]> => {
  const files: Readonly<Record<string, string>> = {
    "variables.tf": variables,
    ...Object.fromEntries(
      expressions.map((expression, at) => [
        `p${at}.tf`,
        `resource "aws_ses_identity_policy" "p${at}" {\n  identity = "example.com"\n  name = "p${at}"\n  policy = ${expression}\n}\n`,
      ]),
    ),
  };
  const { identities } = await readTerraform(
    Object.keys(files),
    {
      read: (path) => ({ path, text: files[path] ?? "" }),
      namesIn: () => Object.keys(files),
    },
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

describe("Terraform's own evaluation", () => {
  it("is what random expressions come to, or they are not known", async () => {
    const recorded = JSON.parse(read("expressions.json")) as readonly Recorded[];
    const texts = await textsOf(
      recorded.map(([expression]) => `try(jsonencode(${expression}), "refused")`),
      read("variables.tf"),
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
  }).timeout(60_000);
});
