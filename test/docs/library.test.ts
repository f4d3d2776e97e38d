import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { COMPILED } from "../support/compiled.ts";
import { inFolder } from "../support/folder.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/library.md"), "utf8");
const INDEX = pathToFileURL(join(COMPILED, "src/index.js")).href;
const LOADER = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;

/** Printed behind each block. */
const END = "end of block";

/** Each block's code, and what its comments say that it prints. */
const blocks = [...PAGE.matchAll(/```ts\n([^]*?)```/g)].map(([, code = ""]) => ({
  code: code.replaceAll('from "postern"', `from "${INDEX}"`),
  prints: [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map((match) => match[1] ?? ""),
}));

describe("docs/library.md", () => {
  it("has blocks that print something", () => {
    expect(blocks.flatMap(({ prints }) => prints).length).to.be.greaterThan(3);
  });

  it("shows what its code does", () => {
    const files = Object.fromEntries(blocks.map(({ code }, index) => [`block-${index}.mts`, code]));
    // One process for all of them: each would load the library anew.
    const all = Object.keys(files).map((name) => `await import("./${name}"); console.log("${END}");`);
    return inFolder({ ...files, "all.mts": all.join("\n") }, (folder) => {
      const printed = execFileSync(process.execPath, ["--import", LOADER, "all.mts"], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
        env: {
          PATH: process.env["PATH"] ?? "",
          AWS_EC2_METADATA_DISABLED: "true",
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        },
      });
      const lines = printed.split(`${END}\n`).map((one) => one.split("\n").filter((line) => line !== ""));
      expect(lines).to.deep.equal([...blocks.map(({ prints }) => prints), []]);
    });
  }).timeout(60_000);
});
