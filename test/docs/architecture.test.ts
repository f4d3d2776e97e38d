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
