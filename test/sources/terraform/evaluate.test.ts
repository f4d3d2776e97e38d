import { expect } from "chai";
import * as fc from "fast-check";
import type { PolicyDocument } from "../../../src/model/resource.ts";
import { readTerraform } from "../../../src/sources/terraform/read-terraform.ts";
import type { WrittenIdentity } from "../../../src/sources/written/identity.ts";
import { SES } from "../../support/ses-in-code.ts";

/** Reads files that exist in memory alone. */
const outcomeOf = (files: Readonly<Record<string, string>>): ReturnType<typeof readTerraform> =>
  readTerraform(
    Object.keys(files),
    {
      read: (path) => {
        const text = Object.hasOwn(files, path) ? files[path] : undefined;
        return text === undefined ? null : { path, text };
      },
      namesIn: (folder) =>
        Object.keys(files)
          .filter((path) => path.startsWith(folder === "" ? "" : `${folder}/`))
          .map((path) => path.slice(folder === "" ? 0 : folder.length + 1))
          .filter((name) => !name.includes("/")),
    },
    SES,
    new AbortController().signal,
  );

const read = async (files: Readonly<Record<string, string>>): Promise<readonly WrittenIdentity[]> =>
  (await outcomeOf(files)).identities;

const policyOf = async (expression: string, more = ""): Promise<PolicyDocument> => {
  const [identity] = await read({
    "main.tf": `resource "aws_ses_identity_policy" "p" {\n  identity = "example.com"\n  name = "p"\n  policy = ${expression}\n}\n${more}`,
  });
  const [policy] = identity?.policies ?? [];
  if (policy === undefined) throw new Error("there is no policy");
  return policy;
};

/** What an expression comes to, by way of a document that holds nothing else. */
const valueOf = async (expression: string, more = ""): Promise<unknown> => {
  const { document, unresolved = [] } = await policyOf(`jsonencode([${expression}])`, more);
  const [value] = JSON.parse(document) as readonly unknown[];
  const [hole] = unresolved;
  return hole === undefined ? value : `unresolved: ${hole.expression}`;
};

const call = (name: string, folder: string): string => `module "${name}" {\n  source = "${folder}"\n}\n`;

const hcl = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(hcl).join(", ")}]`
    : typeof value === "object" && value !== null
      ? `{ ${Object.entries(value)
          .map(([name, member]) => `${hcl(name)} = ${hcl(member)}`)
          .join(", ")} }`
      : typeof value === "string"
        ? `"${value.replace(/[\\"]/g, "\\$&").replaceAll("${", "$${").replaceAll("%{", "%%{").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`
        : JSON.stringify(value);

describe("Terraform's expressions", () => {
  const cases: Readonly<Record<string, unknown>> = {
    '"a\\n\\"\\u00e9\\t\\\\"': 'a\n"é\t\\',
    '"$${x} %%{y}"': "${x} %{y}",
    '"${"a"}-${1}-${true}"': "a-1-true",
    "1 + 2 * 3": 7,
    "(1 + 2) * 3": 9,
    "-1 - -1": 0,
    "10 / 4 > 2 && !(1 == 2)": true,
    "true || local.nothing": true,
    '"a" == "a" ? "yes" : "no"': "yes",
    "[1, [2, 3]][1][0]": 2,
    '{ a = { b = "c" } }.a["b"]': "c",
    "[{ a = 1 }, { a = 2 }][*].a": [1, 2],
    'concat(["a"], ["b"], [])': ["a", "b"],
    "merge({ a = 1 }, { a = 2, b = 3 })": { a: 2, b: 3 },
    'toset(["b", "a", "b"])': ["a", "b"],
    'format("%s-%d-%%", "a", 3)': "a-3-%",
    'formatlist("arn:%s", ["a", "b"])': ["arn:a", "arn:b"],
    'join(",", ["a", "b"])': "a,b",
    'split(",", "a,b")': ["a", "b"],
    'upper(trimspace("  a "))': "A",
    'replace("a.b.c", ".", "-")': "a-b-c",
    'flatten([["a"], [["b"]]])': ["a", "b"],
    'distinct(["a", "a"])': ["a"],
    "keys({ b = 1, a = 2 })": ["a", "b"],
    "values({ b = 1, a = 2 })": [2, 1],
    'lookup({ a = "x" }, "b", "y")': "y",
    'element(["a", "b"], 3)': "b",
    'length(["a", "b"])': 2,
    'coalesce(null, "", "a")': "a",
    'try({ a = 1 }.b, "fallback")': "fallback",
    "can({ a = 1 }.b)": false,
    'jsondecode("{\\"a\\":[1]}").a[0]': 1,
    '[for i, x in ["a", "b"] : "${i}${x}" if x != "b"]': ["0a"],
    "{ for k, v in { a = 1 } : upper(k) => v }": { A: 1 },
    '{ for x in ["a", "b"] : "k" => x... }': { k: ["a", "b"] },
    'contains(["a"], "a")': true,
    "one([])": null,
    'zipmap(["a"], [1])': { a: 1 },
    'setsubtract(["a", "b"], ["a"])': ["b"],
    'substr("abcdef", 1, 2)': "bc",
    'compact(["a", "", null])': ["a"],
    "range(3)": [0, 1, 2],
    'startswith("abc", "a")': true,
    '"%{ if true }a%{ else }b%{ endif }"': "a",
    '"%{ for x in ["a", "b"] }${x};%{ endfor }"': "a;b;",
    '"a ${~ "b" ~} c"': "abc",
    'concat([["a"], ["b"]]...)': ["a", "b"],
  };
  for (const [expression, expected] of Object.entries(cases))
    it(expression, async () => {
      expect(await valueOf(expression)).to.deep.equal(expected);
    });

  const open: Readonly<Record<string, string>> = {
    "var.x": "var.x",
    "var.x.y[0].z": "var.x.y[0].z",
    '"a-${var.x}-b"': "var.x",
    "lower(var.x)": "var.x",
    'var.x ? "a" : "b"': "var.x",
    "local.missing": "local.missing",
    'bcrypt("a")': 'bcrypt("a")',
    "merge({ a = 1 }, var.x)": "var.x",
    'length(concat(["a"], var.x))': "var.x",
    'try(var.x, "a")': "var.x",
    "{ (var.x) = 1 }": "var.x",
    "{ a = 1 }.b": "{ a = 1 }.b",
    'replace("a", "/a/", "b")': 'replace("a", "/a/", "b")',
    "data.external.x.result.a": "data.external.x.result.a",
    "module.gone.x": "module.gone.x",
    "terraform.workspace": "terraform.workspace",
  };
  for (const [expression, named] of Object.entries(open))
    it(`leaves ${expression} open`, async () => {
      expect(await valueOf(expression, 'variable "x" {}\n')).to.equal(`unresolved: ${named}`);
    });

  it("prints what jsonencode prints", async () => {
    expect((await policyOf('jsonencode({ b = [1, "x"], "a" = null, c = { d = true } })')).document).to.equal(
      '{"a":null,"b":[1,"x"],"c":{"d":true}}',
    );
  });

  it("comes to the value that is written, whatever it is", async () => {
    const scalar = fc.oneof(
      fc
        .string({ unit: "grapheme" })
        .map((text) => text.normalize("NFC"))
        .filter((text) => !/\p{Cc}/u.test(text)),
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.boolean(),
      fc.constant(null),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z:]{1,5}$/), tie("value"), { maxKeys: 3 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        expect(await valueOf(hcl(given))).to.deep.equal(given);
      }),
      { numRuns: 200 },
    );
  });

  it("takes an indented heredoc's indentation away", async () => {
    const text = '<<-EOT\n    {"a":\n      "${"b"}"}\n  EOT';
    expect((await policyOf(text)).document).to.equal('{"a":\n  "b"}\n');
  });

  it("ends on hostile code", async () => {
    const doubling = Array.from(
      { length: 60 },
      (_, index) => `  a${index + 1} = "\${local.a${index}}\${local.a${index}}"`,
    ).join("\n");
    const chain = Array.from({ length: 5_000 }, (_, index) => `  c${index} = local.c${index + 1}`).join("\n");
    const more = `locals {\n  a0 = "x"\n${doubling}\n${chain}\n  c5000 = "end"\n}\n`;
    expect(await valueOf("local.a60", more)).to.match(/^unresolved/);
    expect(await valueOf("local.c0", more)).to.match(/^unresolved/);
    expect(await valueOf("[".repeat(100_000) + "]".repeat(100_000))).to.match(/^unresolved/);
    expect(await valueOf(`${"(".repeat(5_000)}1${")".repeat(5_000)}`)).to.match(/^unresolved/);
  });

  it("follows modules that call themselves to an end", async () => {
    const identities = await read({
      "main.tf": 'module "a" {\n  source = "./m"\n}\n',
      "m/main.tf":
        'module "a" {\n  source = "../m"\n}\nresource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n',
    });
    expect(identities.map(({ name }) => name)).to.include("example.com");
  });

  it("says so when modules multiply beyond all bounds", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, depth) => [
        `m${depth}/main.tf`,
        call("a", `../m${depth + 1}`) + call("b", `../m${depth + 1}`),
      ]),
    );
    const { identities, notes } = await outcomeOf({
      ...files,
      "m30/main.tf": 'resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n',
    });
    expect(identities.length).to.be.lessThan(100_000);
    expect(notes.find(({ path }) => path === "m0/main.tf")).to.deep.include({ status: "not-understood" });
  });

  it("names a resource by the module that declares it", async () => {
    const identities = await read({
      "env/main.tf":
        'module "mail" {\n  for_each = toset(["a", "b"])\n  source = "../mail"\n  domain = "${each.key}.example.com"\n}\n',
      "mail/main.tf":
        'variable "domain" {}\nresource "aws_ses_domain_identity" "d" {\n  domain = var.domain\n}\n',
    });
    expect(identities.map(({ file, address, name }) => `${file}#${address} ${name}`)).to.deep.equal([
      'env/main.tf#module.mail["a"].aws_ses_domain_identity.d a.example.com',
      'env/main.tf#module.mail["b"].aws_ses_domain_identity.d b.example.com',
    ]);
  });
});
