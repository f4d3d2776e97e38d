import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DECIDE } from "../support/architecture/walls.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const page = (name: string): string => readFileSync(join(ROOT, "docs", name), "utf8");

/** First cells of the rows of every table in the text, as they are written. */
const firstCells = (text: string): readonly string[] =>
  [...text.matchAll(/^\| (.*?) +\|/gm)].map(([, cell]) => cell ?? "");

const folders = (path: string): readonly string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .sort();

describe("docs/architecture.md", () => {
  it("has a row for each folder of src, and for no other", () => {
    const named = firstCells(page("architecture.md")).flatMap(
      (cell) => /^`([a-z]+)\/`$/.exec(cell)?.[1] ?? [],
    );
    expect(named.toSorted()).to.deep.equal(folders("src"));
  });

  it("names files of src that exist", () => {
    const files = [...page("architecture.md").matchAll(/`([\w/-]+\.ts)`/g)].map(([, name]) => name ?? "");
    expect(files).to.have.length.greaterThan(5);
    const missing = files.filter(
      (name) => !existsSync(join(ROOT, "src", name)) && !existsSync(join(ROOT, name)),
    );
    expect(missing.filter((name) => name.includes("/"))).to.deep.equal([]);
  });
});

/** Of each row of "Where to change what": what only the files that it names say, below a folder of src. */
const ONLY_THERE: Readonly<Record<string, { readonly below: string; readonly says: RegExp }>> = {
  "whom SES-003 trusts": { below: "policy", says: /\btrust\.organizations\b/ },
  "what a condition key restricts": { below: "policy", says: /class: "network"/ },
  "a property of a SARIF result": { below: "exporters/sarif", says: /result\.properties\b/ },
  "a product field of Security Hub": { below: "exporters", says: /finding\.scope\]/ },
  "another member of a Security Hub finding": { below: "exporters", says: /\bSchemaVersion\b/ },
  "a function of Terraform": { below: "sources", says: /^export const TEXT_FUNCTIONS\b/m },
  "an exit code": { below: "cli", says: /\b130\b/ },
  "the words of a sentence": { below: "", says: /does not restrict anyone|`Anyone with an AWS account can/ },
  "the rate of SES calls": { below: "services", says: /\bSES_CALLS_PER_SECOND = / },
  "which services there are": { below: "services", says: /\[SES\]/ },
  "which kinds of files are read": { below: "sources", says: /\["ya\?ml"\]|\breadonly Reader\[\] = \[/ },
};

describe("docs/architecture.md, where to change what", () => {
  const [, section = ""] = page("architecture.md").split(/^## Where to change what$/m);
  const rows = [...section.matchAll(/^\| ([^|-][^|]*?) +\| (.*?) +\|$/gm)].slice(1);

  it("has the rows that are checked", () => {
    expect(rows.map(([, change]) => change)).to.deep.equal(Object.keys(ONLY_THERE));
  });

  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts"));
  for (const [, change = "", places = ""] of rows)
    it(`${change}: in the files that are named, and in no other`, () => {
      const { below, says } = ONLY_THERE[change] ?? { below: "", says: /^$/ };
      const found = sources.filter(
        (path) => path.startsWith(below) && says.test(readFileSync(join(ROOT, "src", path), "utf8")),
      );
      expect(found).to.not.deep.equal([]);
      expect(found.filter((path) => !places.includes(`\`${path}\``))).to.deep.equal([]);
    });
});

describe("docs/internals/decision.md", () => {
  const text = page("internals/decision.md");
  const section = (title: string): string => text.split(/^## /m).find((one) => one.startsWith(title)) ?? "";
  const rooms = (title: string): readonly string[] =>
    firstCells(section(title)).flatMap((cell) => /^`([a-z]+)\/`$/.exec(cell)?.[1] ?? []);

  it("lists the rooms of the decision in the order of their imports", () => {
    expect(rooms("The rooms")).to.deep.equal(DECIDE);
    expect([...DECIDE].sort()).to.deep.equal(folders("src/policy/decide"));
  });

  it("states an invariant of each room", () => {
    expect(rooms("Invariants")).to.deep.equal(DECIDE);
  });

  it("names files that exist", () => {
    const names = [...text.matchAll(/`((?:\.\.\/)?[\w/-]+\.ts)`/g)].map(([, name]) => name ?? "");
    expect(names).to.have.length.greaterThan(15);
    const places = ["src/policy/decide", "src/policy/decide/relations", "src/policy", "."];
    expect(
      names.filter((name) => !places.some((place) => existsSync(join(ROOT, place, name)))),
    ).to.deep.equal([]);
  });
});
