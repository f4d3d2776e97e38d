import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { postern } from "../support/command.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");

/** The instructions of the Dockerfile, a line each; scripts/check-container.mjs reads it with a parser and carries it out. */
const instructions = read("Dockerfile")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "");

describe("the container image", () => {
  it("is no root's, starts the command, and says the package's version", () => {
    const { version } = JSON.parse(read("package.json")) as { readonly version: string };
    const label = instructions.find((line) => line.startsWith("LABEL ")) ?? "";
    expect(label).to.include(`org.opencontainers.image.version="${version}"`);
    expect(label).to.include('org.opencontainers.image.licenses="Apache-2.0"');
    expect(instructions.filter((line) => line.startsWith("USER "))).to.deep.equal(["USER 1000:1000"]);
    expect(instructions).to.include('ENTRYPOINT ["postern"]');
    expect(instructions.filter((line) => line.startsWith("ADD "))).to.deep.equal([]);
  });

  it("copies what a clean clone has, and is given nothing else", () => {
    const tracked = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).split("\n");
    const sources = instructions
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
      .flatMap((line) => line.split(" ").slice(1, -1))
      .map((source) => source.replace(/\/$/, ""));
    expect(sources).to.include("src");
    for (const source of sources)
      expect(
        tracked.some((path) => path === source || path.startsWith(`${source}/`)),
        source,
      ).to.equal(true);
    const [first, ...given] = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).to.equal("*");
    expect(given.filter((line) => line.startsWith("!")).sort()).to.deep.equal(
      sources.map((source) => `!${source}`).sort(),
    );
  });
});

describe("what deploy/README.md and the examples say", () => {
  const page = read("deploy/README.md");
  const texts = [page, read("examples/systemd/postern.service"), read("examples/cron/postern.cron")];

  it("names commands and options that there are", async () => {
    // In a text the command stands with its options in one line, or alone.
    const lines = texts.flatMap((text) => [
      ...text.matchAll(/(?:^|[\s/`"(])postern (scan|analyze|push|init)\b([^`|\n)]*)/g),
    ]);
    expect(lines.length).to.be.greaterThan(6);
    for (const [line, command = "", rest = ""] of lines) {
      const { stdout } = await postern([command, "--help"]);
      for (const [option] of rest.matchAll(/(?<=\s)--?[a-z][a-z-]*/g))
        expect(stdout, line).to.match(new RegExp(`(^|[\\s,])${option}\\b`));
    }
  });

  it("points at files and headings that there are", () => {
    const targets = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
    expect(targets.length).to.be.greaterThan(8);
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = ""]) =>
        `#${heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, "")
          .replaceAll(" ", "-")}`,
    );
    for (const target of targets)
      if (target.startsWith("#")) expect(headings).to.include(target);
      else
        expect(existsSync(resolve(dirname(join(ROOT, "deploy/README.md")), target)), target).to.equal(true);
  });

  it("lets the unit of systemd write its own state alone, and its timer start it", () => {
    const unit = read("examples/systemd/postern.service");
    for (const setting of [
      "DynamicUser=yes",
      "ProtectSystem=strict",
      "StateDirectory=postern",
      "Type=oneshot",
    ])
      expect(unit.split("\n")).to.include(setting);
    expect(read("examples/systemd/postern.timer")).to.match(/\[Install\]\nWantedBy=timers\.target\n$/);
    // cron takes a percent sign for a line feed.
    const command = read("examples/cron/postern.cron").trimEnd().split("\n").at(-1) ?? "";
    expect(command).to.match(/^[\d*]+( [\d*]+){4} \S+ /);
    expect(command).not.to.include("%");
  });
});
