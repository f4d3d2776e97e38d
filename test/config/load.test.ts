import { expect } from "chai";
import { createHash } from "node:crypto";
import { loadConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/model/problem.ts";
import { inFolder } from "../support/folder.ts";
import { problemOf } from "../support/problems.ts";

const FILE = "postern.config.yaml";

const wrong = (text: string): Promise<Problem> =>
  inFolder({ [FILE]: text }, (cwd) => problemOf(() => loadConfig({ path: undefined, env: {}, cwd })));

const EXCEPTION = `
  - rule: SES-003
    resource: "arn:aws:ses:*:*:identity/old.example.com"
    reason: domain is being retired
    approver: Ada
    approvedAt: 2026-01-01
    expires: 2026-06-30
    ticket: SEC-1
`;

describe("configuration", () => {
  it("is null where none was named and none is there", () =>
    inFolder({}, (cwd) => {
      expect(loadConfig({ path: undefined, env: {}, cwd })).to.equal(null);
    }));

  it("reads every section, and says what the file is", async () => {
    const text = `
trust:
  accounts: ["111122223333"]
  organizations: [o-a1b2c3d4e5]
  networks: [203.0.113.0/24, "2001:db8::/32"]
regions: [eu-west-1]
rules:
  SES-003: { riskLevel: VERY_HIGH }
  SES-001: { enabled: false }
exceptions:${EXCEPTION}
outputs: [table, html=report.html]
plugins: [./my-plugin]
`;
    await inFolder({ [FILE]: text }, (cwd) => {
      const loaded = loadConfig({ path: undefined, env: {}, cwd });
      expect(loaded?.name).to.equal(FILE);
      expect(loaded?.explicit).to.equal(false);
      expect(loaded?.sha256).to.equal(createHash("sha256").update(text).digest("hex"));
      expect(loaded?.config.trust.accounts).to.deep.equal(["111122223333"]);
      expect(loaded?.config.trust.principals).to.deep.equal([]);
      expect(loaded?.config.rules["SES-001"]).to.deep.equal({ enabled: false });
      expect(loaded?.config.exceptions).to.deep.equal([
        {
          rule: "SES-003",
          match: { resource: "arn:aws:ses:*:*:identity/old.example.com" },
          reason: "domain is being retired",
          approver: "Ada",
          approvedAt: "2026-01-01",
          expires: "2026-06-30",
          ticket: "SEC-1",
        },
      ]);
    });
  });

  it("an empty file is an empty configuration", () =>
    inFolder({ [FILE]: "# nothing yet\n" }, (cwd) => {
      expect(loadConfig({ path: undefined, env: {}, cwd })?.config.plugins).to.deep.equal([]);
    }));

  it("the flag wins over the environment, the environment over what is found, and both are explicit", () =>
    inFolder(
      { [FILE]: "", "a.yaml": "regions: [eu-west-1]", "b.json": '{"regions":["us-east-1"]}' },
      (cwd) => {
        const env = { POSTERN_CONFIG: "a.yaml" };
        expect(loadConfig({ path: "b.json", env, cwd })?.config.regions).to.deep.equal(["us-east-1"]);
        const loaded = loadConfig({ path: undefined, env, cwd });
        expect(loaded?.config.regions).to.deep.equal(["eu-west-1"]);
        expect(loaded?.explicit).to.equal(true);
      },
    ));

  it("an unknown key is an error with its line and a suggestion", async () => {
    const problem = await wrong("regions: [eu-west-1]\ntrust:\n  acounts: []\n");
    expect(problem.where).to.equal(`${FILE}:3`);
    expect(problem.what).to.equal('unknown key "acounts"');
    expect(problem.todo).to.equal('Did you mean "accounts"?');
    expect(problem.kind).to.equal("usage");
  });

  it("an account id without quotes is told to take them", async () => {
    const problem = await wrong("trust:\n  accounts:\n    - 111122223333\n");
    expect(problem.where).to.equal(`${FILE}:3`);
    expect(problem.what).to.contain("quotes");
  });

  const REFUSED: readonly (readonly [string, string, number, string])[] = [
    ["a wildcard account", 'trust:\n  accounts: ["*"]', 2, "12 digits"],
    [
      "a wildcard principal",
      'trust:\n  principals: ["arn:aws:iam::111122223333:role/*"]',
      2,
      "without a wildcard",
    ],
    ["a network wider than /8", "trust:\n  networks: [8.0.0.0/7]", 2, "wider than /8"],
    ["an IPv6 network wider than /32", 'trust:\n  networks: ["2001::/16"]', 2, "wider than /32"],
    ["a network that is none", "trust:\n  networks: [300.1.1.1/24]", 2, "CIDR"],
    ["a network with too many bits", "trust:\n  networks: [10.0.0.0/33]", 2, "CIDR"],
    ["a risk level that is none", "rules:\n  SES-003:\n    riskLevel: SEVERE", 3, "VERY_HIGH"],
    ["a rule id that is none", "rules:\n  ses003: {}", 2, "rule id"],
    ["a key twice", "regions: []\nregions: []", 2, "unique"],
    ["broken YAML", "regions: [", 1, ""],
    ["a list in place of the file", "- a", 1, "object"],
    ["a date that is none", `exceptions:${EXCEPTION.replace("2026-06-30", "2026-02-30")}`, 7, "calendar"],
    [
      "an expiry before the approval",
      `exceptions:${EXCEPTION.replace("2026-06-30", "2025-06-30")}`,
      7,
      "before",
    ],
    ["an exception without a reason", `exceptions:${EXCEPTION.replace(/ {4}reason.*\n/, "")}`, 2, "reason"],
    [
      "an exception that matches all",
      `exceptions:${EXCEPTION.replace(/ {4}resource.*\n/, "")}`,
      2,
      "nothing to match",
    ],
  ];
  for (const [name, text, line, says] of REFUSED) {
    it(`refuses ${name}`, async () => {
      const problem = await wrong(text);
      expect(problem.where).to.equal(`${FILE}:${line}`);
      expect(`${problem.what} ${problem.todo}`).to.contain(says);
    });
  }

  it("survives what is nested too deeply, too big, or grows when it is read", async () => {
    for (const depth of [5000, 100_000])
      expect((await wrong(`regions: ${"[".repeat(depth)}${"]".repeat(depth)}`)).what).to.equal(
        "the file is nested too deeply",
      );
    expect((await wrong(`regions: ["${"a".repeat(1_000_000)}"]`)).what).to.contain("larger");
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh".replace(/./g, (key) => `${key}: &${key} [${`*${String.fromCharCode(key.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`;
    expect((await wrong(bomb)).kind).to.equal("usage");
  });

  it("says so where the file that is named is not there", async () => {
    const problem = await problemOf(() => loadConfig({ path: "none.yaml", env: {}, cwd: "/nowhere" }));
    expect(problem.where).to.equal("none.yaml");
    expect(problem.what).to.equal("there is no such file");
  });
});
