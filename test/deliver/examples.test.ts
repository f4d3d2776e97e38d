import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, type ScalarTag } from "yaml";
import { postern } from "../support/command.ts";
import { loadHcl } from "../../src/sources/terraform/parser.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "examples/security-hub");
const file = (name: string): string => readFileSync(join(FOLDER, name), "utf8");

/** CloudFormation's short forms, kept as what they stand for. */
const customTags = ["!Ref", "!Sub", "!GetAtt"].map((tag): ScalarTag => ({ tag, resolve: (value) => value }));
const lists = ["!If", "!Not", "!Equals"].map((tag) => ({ tag, collection: "seq" as const }));

const actionsIn = (text: string): readonly string[] =>
  [
    ...new Set([...text.matchAll(/\b(?:account|ses|securityhub):[A-Z][A-Za-z]+/g)].map(([action]) => action)),
  ].toSorted();

describe("examples and page of Security Hub", () => {
  for (const name of ["role.yaml", "role.tf"])
    it(`${name} allows exactly what a scan and a push call`, async () => {
      const { stdout, code } = await postern(["permissions", "--push"]);
      expect(code).to.equal(0);
      expect(actionsIn(file(name))).to.deep.equal(actionsIn(stdout));
    });

  for (const name of readdirSync(FOLDER).filter((one) => /\.ya?ml$/.test(one)))
    it(`${name} is well-formed`, () => {
      const template: unknown = parse(file(name), { customTags: [...customTags, ...lists] });
      expect(template).to.be.an("object");
    });

  for (const name of readdirSync(FOLDER).filter((one) => one.endsWith(".tf")))
    it(`${name} is well-formed`, async () => {
      const tree = (await loadHcl())(file(name));
      expect(tree.rootNode.hasError).to.equal(false);
      tree.delete();
    });

  it("the workflow pins every action by its commit and grants nothing that it does not use", () => {
    const uses = [...file("nightly.yml").matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? "");
    expect(uses.length).to.be.greaterThan(2);
    for (const action of uses) expect(action).to.match(/@[0-9a-f]{40}$/);
    const workflow = parse(file("nightly.yml")) as {
      permissions: object;
      jobs: Record<string, { permissions: object }>;
    };
    expect(workflow.permissions).to.deep.equal({});
    expect(workflow.jobs["scan-and-push"]?.permissions).to.deep.equal({
      contents: "read",
      "id-token": "write",
    });
  });

  it("no command names an option that does not exist", async () => {
    const texts = [readFileSync(join(ROOT, "docs/security-hub.md"), "utf8"), file("nightly.yml")];
    const lines = texts.flatMap((text) => text.replaceAll("\\\n", " ").split("\n"));
    const help: Record<string, string> = {};
    for (const command of ["scan", "push security-hub", "emulator"])
      help[command] = (await postern([...command.split(" "), "--help"])).stdout;
    const named = lines.flatMap((line) =>
      [...line.matchAll(/postern (scan|push security-hub|emulator)\b([^`|]*)/g)].flatMap(
        ([, command = "", rest = ""]) =>
          [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => [command, option] as const),
      ),
    );
    expect(named.length).to.be.greaterThan(10);
    for (const [command, option] of named) expect(help[command], `${command} ${option}`).to.contain(option);
  });
});
