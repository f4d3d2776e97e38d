import { expect } from "chai";
import { loadPlugins } from "../../src/config/plugins.ts";
import type { Plugin } from "../../src/model/plugin.ts";
import { KINDS } from "../../src/services/index.ts";
import { RULES } from "../../src/rules/index.ts";
import { rule as dkim } from "../../src/rules/ses-001-dkim-enabled/rule.ts";
import { inFolder } from "../support/folder.ts";
import { problemOf } from "../support/problems.ts";

/** Gives the plugin a kind with this reading of code, where `code` is one that is whole. */
const kindWith = (code: string): string => `
  const never = /(?!)/;
  const words = { service: "X", one: "X", a: "an X", many: "Xs", short: "X", aShort: "an X", policy: "a policy" };
  const terraform = { mark: never, writes: never, types: {}, policyTypes: {}, ownTypes: never, likely: never };
  const cloudFormation = { types: {}, writes: never, inText: never, inProgram: never };
  const writers = { uses: [], name: never, marks: [] };
  const code = { words, arn: { service: "x", before: "" }, mark: never, speaksOf: never, writers, terraform, cloudFormation };
  const none = () => undefined;
  plugin.kinds = [
    { kind: "aws.x.y", service: "x", title: "y", facts: {}, permissions: [], read: none, documents: none, tags: none, code: ${code} },
  ];`;

const BUILT_IN = { rules: RULES, kinds: KINDS };

/** A module that exports a plugin whose rule is SES-001's under another id, after `change`. */
const moduleOf = (change = "", id = "OWN-001"): string => `
const plugin = {
  apiVersion: 1,
  name: "own",
  rules: [{ meta: ${JSON.stringify({ ...dkim.meta, id })}, kind: "aws.ses.identity", needs: ["dkim"], judge: () => ({}) }],
};
const [rule] = plugin.rules;
${change}
export default plugin;
`;

const load = (
  files: Readonly<Record<string, string>>,
  ...names: readonly string[]
): Promise<readonly Plugin[]> =>
  inFolder(files, (folder) =>
    loadPlugins(
      names.map((name) => ({ name, folder })),
      BUILT_IN,
    ),
  );

describe("plugins", () => {
  it("are loaded by a path, a folder or a package's name", async () => {
    const manifest = JSON.stringify({ name: "own", type: "module", exports: { default: "./main.js" } });
    expect((await load({ "own.mjs": moduleOf() }, "./own.mjs"))[0]?.name).to.equal("own");
    expect((await load({ "own.mjs": moduleOf() }, "own.mjs"))[0]?.name).to.equal("own");
    expect(
      (await load({ "own/package.json": manifest, "own/main.js": moduleOf() }, "./own"))[0]?.name,
    ).to.equal("own");
    expect(
      (
        await load(
          { "node_modules/own/package.json": manifest, "node_modules/own/main.js": moduleOf() },
          "own",
        )
      )[0]?.name,
    ).to.equal("own");
  });

  it("are not loaded where none is named", async () => {
    expect(await load({ "own.mjs": "throw new Error('loaded')" })).to.deep.equal([]);
  });

  const BAD: readonly (readonly [string, string, RegExp])[] = [
    ["that is no object", "export default 1", /default export is not an object/],
    ["without a default export", "export const plugin = {}", /default export is not an object/],
    [
      "of another interface",
      moduleOf("plugin.apiVersion = 2;"),
      /written for apiVersion 2, and this Postern knows apiVersion 1/,
    ],
    ["without a version", moduleOf("delete plugin.apiVersion;"), /apiVersion none/],
    ["without a name", moduleOf("delete plugin.name;"), /"name" is missing/],
    [
      "with a key that is misspelt",
      moduleOf("rule.meta.titel = 'x';"),
      /rule OWN-001.*unknown key "titel" \(did you mean "title"\?\)/,
    ],
    ["with a rule id that is none", moduleOf("", "own1"), /is not a rule id such as ABC-001/],
    [
      "with a risk level that is none",
      moduleOf("rule.meta.riskLevel = 'SEVERE';"),
      /riskLevel: is none of LOW/,
    ],
    ["whose judge is no function", moduleOf("rule.judge = 1;"), /judge is not a function/],
    ["that takes a built-in rule's id", moduleOf("", "SES-003"), /SES-003 is already there/],
    ["with one id twice", moduleOf("plugin.rules.push(rule);"), /OWN-001 is already there/],
    [
      "over a kind that nobody brings",
      moduleOf("rule.kind = 'aws.sqs.queue';"),
      /aws\.sqs\.queue, which nobody brings/,
    ],
    ["over a fact that nobody has", moduleOf("rule.needs = ['colour'];"), /needs the fact "colour"/],
    [
      "that fails when it is loaded",
      "throw new Error('out of order')",
      /fails when it is loaded: out of order/,
    ],
    ["whose examples are none", moduleOf("rule.cases = [{ name: 'x' }];"), /OWN-001: cases is not a list/],
    ["that is no JavaScript", "export default {", /fails when it is loaded/],
    [
      "with half a kind",
      moduleOf("plugin.kinds = [{ kind: 'aws.x.y', service: 'x', title: 'y', facts: {}, permissions: [] }];"),
      /read is not a function/,
    ],
    [
      "whose kind says nothing of how it stands in code",
      moduleOf(kindWith("{}")),
      /\/kinds\/0\/code: "words" is missing/,
    ],
    [
      "whose kind has a pattern that remembers its last match",
      moduleOf(kindWith("{ ...code, mark: /x/g }")),
      /\/kinds\/0\/code\/mark\/flags: is not flags of a regular expression without g and y/,
    ],
    [
      "whose kind has a text for a pattern",
      moduleOf(kindWith("{ ...code, mark: 'x' }")),
      /\/kinds\/0\/code\/mark: is not of type object/,
    ],
    [
      "whose kind has a form that is misspelt",
      moduleOf(kindWith("{ ...code, terrafrom: code.terraform }")),
      /unknown key "terrafrom" \(did you mean "terraform"\?\)/,
    ],
  ];
  for (const [name, text, says] of BAD) {
    it(`one ${name} is refused and named`, async () => {
      const problem = await problemOf(() => load({ "own.mjs": text }, "./own.mjs"));
      expect(problem.what).to.match(says);
      expect(problem.what).to.contain("plugin ./own.mjs");
      expect(problem.kind).to.equal("usage");
    });
  }

  it("one whose kind says how it stands in code is loaded", async () => {
    const [plugin] = await load({ "own.mjs": moduleOf(kindWith("code")) }, "./own.mjs");
    expect(plugin?.kinds?.[0]?.code?.arn).to.deep.equal({ service: "x", before: "" });
  });

  it("one that is not there is refused, with what to do", async () => {
    expect((await problemOf(() => load({}, "./own.mjs"))).what).to.contain("there is no such file");
    expect((await problemOf(() => load({}, "postern-plugin-none"))).todo).to.equal(
      "Install it: npm install postern-plugin-none",
    );
    expect((await problemOf(() => load({ "own/readme.md": "" }, "./own"))).todo).to.contain("Build");
  });

  it("two that bring the same rule are refused", async () => {
    const problem = await problemOf(() =>
      load({ "a.mjs": moduleOf(), "b.mjs": moduleOf("plugin.name = 'b';") }, "./a.mjs", "./b.mjs"),
    );
    expect(problem.what).to.contain("plugin ./b.mjs: OWN-001 is already there");
  });
});
