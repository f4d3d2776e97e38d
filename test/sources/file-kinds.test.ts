import { expect } from "chai";
import * as kinds from "../../src/sources/file-kinds.ts";

const { formOf, ...told } = kinds;

/** What a name says, besides which tool fills the file in. */
const saidBy = (path: string): string =>
  Object.entries(told)
    .filter(([, says]) => says(path))
    .map(([name]) => name)
    .sort()
    .join(" ");

const NAMES: Readonly<Record<string, string>> = {
  "policy.json": "isDataFile isJson",
  "terraform.tfstate": "isDataFile isJson",
  "policy.JSONC": "isDataFile isJson isLooseJson",
  "stack.yml": "isDataFile isYaml",
  "stack.template": "isDataFile",
  "stack.yaml.j2": "isDataFile",
  "grant.zsh": "isNoData isShell",
  "app.mts": "isJavaScript isNoData isProgram",
  "app.js.example": "",
  "app.pyi": "isNoData isProgram isPython",
  "main.go": "isProgram",
  "README.md": "isDocumentation isMarkdown isNoData",
  "notes.txt": "isDocumentation",
  "main.tf": "isHcl isTerraformCode",
  "main.TF": "",
  "main.tofu.json": "isDataFile isJson isTerraformCode",
  "a.auto.tfvars": "isValueFile",
  "a.tfvars.json": "isDataFile isJson isValueFile",
  Makefile: "",
};

describe("kinds of files by their names", () => {
  for (const [path, said] of Object.entries(NAMES))
    it(`${path}: ${said || "nothing"}`, () => {
      expect(saidBy(path)).to.equal(said);
    });

  it("what fills a file in says nothing of what it holds", () => {
    expect(
      ["a.yaml.j2", "a.sh.tpl", "a.json.example", "a.template", "a.md.example"].map(formOf),
    ).to.deep.equal(["a.yaml", "a.sh", "a.json", "a.template", "a.md.example"]);
  });
});
