import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inFolder } from "../support/folder.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/library.md"), "utf8");
const INDEX = pathToFileURL(join(ROOT, "src/index.ts")).href;
const LOADER = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;

/** Each block's code, and what its comments say that it prints. */
const blocks = [...PAGE.matchAll(/```ts\n([^]*?)```/g)].map(([, code = ""]) => ({
  code: code.replaceAll('from "postern"', `from "${INDEX}"`),
  prints: [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map((match) => match[1] ?? ""),
}));

describe("docs/library.md", () => {
  it("has blocks that print something", () => {
    expect(blocks.flatMap(({ prints }) => prints).length).to.be.greaterThan(3);
  });

  it("shows what its code does", () =>
    inFolder({}, (folder) => {
      for (const { code, prints } of blocks) {
        writeFileSync(join(folder, "block.mts"), code);
        const printed = execFileSync(process.execPath, ["--import", LOADER, "block.mts"], {
          cwd: folder,
          encoding: "utf8",
          stdio: ["ignore", "pipe", "inherit"],
          env: {
            PATH: process.env["PATH"] ?? "",
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
          },
        });
        expect(
          printed
            .trim()
            .split("\n")
            .filter((line) => line !== ""),
        ).to.deep.equal(prints);
      }
    })).timeout(60_000);
});
