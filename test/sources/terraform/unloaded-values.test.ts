import { expect } from "chai";
import { attached, CLOSED, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

const open = `variable "open" {\n  default = false\n}\nvariable "tag" {\n  default = "x"\n}\n`;

/** A policy that is open where `var.open` says so. */
const MODULE = {
  "main.tf": `${open}${attached("p", `var.open ? ${OPEN} : ${CLOSED}`)}`,
};

const unread = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> =>
  ((await judgeFiles(files)).coverage.files ?? [])
    .filter(({ status }) => status === "not-understood")
    .map(({ path, line, reason }) => `${path}:${String(line)} ${reason ?? ""}`);

const names = (variables: string): string =>
  `it sets ${variables}, which a verdict depends on, and is not loaded; choose values with --var-file`;

describe("value files that Terraform does not load by itself", () => {
  it("make the run incomplete where one would change a verdict, with the file and the variable", async () => {
    const files = { ...MODULE, "env/prod.tfvars": 'tag = "y"\nopen = true\n' };
    expect(await unread(files)).to.deep.equal([`env/prod.tfvars:2 ${names("var.open")}`]);
    expect((await judgeFiles(files)).coverage.status).to.equal("partial");
  });

  it("are read in the JSON syntax too, and from a folder beside the module", async () => {
    const files = {
      "app/main.tf": MODULE["main.tf"],
      "envs/prod.tfvars.json": '{"open": "true"}',
    };
    expect(await unread(files)).to.deep.equal([`envs/prod.tfvars.json:1 ${names("var.open")}`]);
  });

  it("are those of Terragrunt and of other HCL files too", async () => {
    const module = { "app/main.tf": MODULE["main.tf"] };
    expect(
      await unread({ ...module, "live/terragrunt.hcl": "inputs = merge(local.x, {\n  open = true\n})\n" }),
    ).to.deep.equal([`live/terragrunt.hcl:2 ${names("var.open")}`]);
    expect(await unread({ ...module, "prod.hcl": "open = true\n" })).to.deep.equal([
      `prod.hcl:1 ${names("var.open")}`,
    ]);
    expect(await unread({ ...module, "root.hcl": 'remote_state {\n  backend = "s3"\n}\n' })).to.deep.equal(
      [],
    );
  });

  it("change nothing where no verdict depends on what they set", async () => {
    const { coverage } = await judgeFiles({ ...MODULE, "env/dev.tfvars": 'tag = "y"\nopen = false\n' });
    expect(coverage.status).to.equal("complete");
  });

  it("may choose the names of identities without a word", async () => {
    const { coverage } = await judgeFiles({
      "main.tf": `variable "domain" {\n  default = "a.example.com"\n}\n${attached("p", OPEN, "var.domain")}`,
      "env/prod.tfvars": 'domain = "b.example.com"\n',
    });
    expect(coverage.status).to.equal("complete");
  });

  it("are those of the nearest module that declares one of their variables", async () => {
    const files = {
      "a/main.tf": MODULE["main.tf"],
      "b/main.tf": MODULE["main.tf"].replace("default = false", 'default = "false"'),
      "b/env/prod.tfvars": "open = false\n",
      "a/env/prod.tfvars": "open = true\n",
    };
    expect(await unread(files)).to.deep.equal([`a/env/prod.tfvars:1 ${names("var.open")}`]);
  });

  it("name every variable of which one alone is not enough", async () => {
    const files = {
      "main.tf": `${open}${attached("p", `var.open && var.tag == "y" ? ${OPEN} : ${CLOSED}`)}`,
      "prod.tfvars": 'open = true\ntag = "y"\n',
    };
    expect(await unread(files)).to.deep.equal([`prod.tfvars:1 ${names("var.open, var.tag")}`]);
  });

  it("are not understood where they cannot be read", async () => {
    expect(await unread({ ...MODULE, "prod.tfvars": "open = true\nopen = [\n" })).to.have.length(1);
  });

  it("are loaded by --var-file, and then no other is asked for", async () => {
    const files = { ...MODULE, "env/prod.tfvars": "open = true\n", "env/dev.tfvars": "open = false\n" };
    const prod = await judgeFiles(files, "SES-003", [{ file: "env/prod.tfvars" }]);
    expect([prod.coverage.status, ...exposuresOf(prod)]).to.deep.equal(["complete", "example.com exposed"]);
    const dev = await judgeFiles(files, "SES-003", [{ file: "env/dev.tfvars" }]);
    expect([dev.coverage.status, ...exposuresOf(dev)]).to.deep.equal([
      "complete",
      "example.com cross-account",
    ]);
  });
});

describe("values from the command line", () => {
  it("win in their order", async () => {
    const judged = await judgeFiles({ ...MODULE, "prod.tfvars": "open = true\n" }, "SES-003", [
      { file: "prod.tfvars" },
      { name: "open", value: "false" },
    ]);
    expect(exposuresOf(judged)).to.deep.equal(["example.com cross-account"]);
  });

  it("are expressions where the variable's type takes no text", async () => {
    const files = {
      "main.tf": `variable "who" {\n  type = list(string)\n}\n${attached("p", OPEN.replace('"*"', "{ AWS = var.who }"))}`,
    };
    const judged = await judgeFiles(files, "SES-003", [{ name: "who", value: '["*"]' }]);
    expect(exposuresOf(judged)).to.deep.equal(["example.com exposed"]);
  });

  for (const [what, values] of [
    ["a variable that no module declares", [{ name: "opn", value: "true" }]],
    ["a file that is not there", [{ file: "nowhere.tfvars" }]],
    ["a file that gives no values", [{ file: "main.tf" }]],
  ] as const)
    it(`refuse ${what}`, async () => {
      const failure = await judgeFiles(MODULE, "SES-003", values).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure).to.have.nested.property("problem.kind", "usage");
    });
});
