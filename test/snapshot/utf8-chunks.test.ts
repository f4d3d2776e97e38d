import { expect } from "chai";
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utf8Chunks } from "../../src/snapshot/utf8-chunks.ts";
import { collected, problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";

/** Longer than what a stream reads at a time, so that letters of three bytes lie across its pieces. */
const LONG = `${"€".repeat(100_000)}\n`;

describe("reading UTF-8 piece by piece", () => {
  const folder = aFolder();
  const read = async (bytes: Uint8Array): Promise<string> => {
    const path = join(folder(), "s.jsonl");
    writeFileSync(path, bytes);
    return (await collected(utf8Chunks(createReadStream(path), "s.jsonl"))).join("");
  };

  it("keeps letters whole that lie across two pieces", async () => {
    expect(await read(Buffer.from(LONG + LONG))).to.equal(LONG + LONG);
  });

  it("leaves the byte order mark out", async () => {
    expect(await read(Buffer.from("\uFEFF{}\n"))).to.equal("{}\n");
  });

  it("keeps a replacement character that was written as one", async () => {
    expect(await read(Buffer.from("\uFFFD\n"))).to.equal("\uFFFD\n");
  });

  for (const [title, before, line] of [
    ["the first line", "", 1],
    ["a later line", "a\nb\n", 3],
    ["a later piece", LONG + LONG, 3],
  ] as const)
    it(`names ${title} that is not UTF-8`, async () => {
      const bytes = Buffer.concat([
        Buffer.from(before),
        Buffer.from([0x61, 0xff, 0x62, 0x0a]),
        Buffer.from("c\n"),
      ]);
      const problem = await problemIn(() => read(bytes));
      expect(problem).to.deep.include({ where: `s.jsonl:${line}`, kind: "input" });
    });

  it("names the last line where the file ends inside a letter", async () => {
    const problem = await problemIn(() => read(Buffer.from([0x61, 0x0a, 0xe2, 0x82])));
    expect(problem).to.deep.include({ where: "s.jsonl:2" });
  });
});
