import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { writeEstate } from "../../bench/estate.ts";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const NOW = "2026-11-23T16:00:00Z";

/** Node has it from 22.15 on. */
const { zstdCompressSync } = zlib as { readonly zstdCompressSync?: (bytes: Uint8Array) => Buffer };

describe("a packed snapshot", () => {
  const folder = aFolder();
  const analyze = (file: string, ...argv: readonly string[]): Promise<Outcome> =>
    postern(["analyze", file, "--now", NOW, ...(argv.length === 0 ? ["-f", "json"] : argv)], {
      cwd: folder(),
    });
  const at = (file: string): string => join(folder(), file);
  const plain = (): Buffer => {
    writeEstate(at("snapshot.jsonl"), 40);
    return readFileSync(at("snapshot.jsonl"));
  };

  const packers: readonly (readonly [string, ((bytes: Uint8Array) => Buffer) | undefined])[] = [
    ["gzip", (bytes) => zlib.gzipSync(bytes)],
    ["Zstandard", zstdCompressSync],
  ];
  for (const [name, pack] of packers)
    it(`of ${name} is judged as it is without, whatever its name`, async function () {
      if (pack === undefined) return this.skip();
      writeFileSync(at("packed"), pack(plain()));
      const [one, other] = [await analyze("snapshot.jsonl"), await analyze("packed")];
      expect(one.code).to.equal(1);
      expect(other).to.deep.equal(one);
    });

  it("of Zstandard is refused in a line where Node cannot unpack it", async function () {
    if (zstdCompressSync !== undefined) return this.skip();
    writeFileSync(at("s.jsonl.zst"), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]));
    const { code, stderr } = await analyze("s.jsonl.zst");
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^postern: s\.jsonl\.zst: Node \S+ cannot unpack Zstandard\. Use Node 22\.15 or newer, or unpack it with zstd -d\.\n$/,
    );
  });

  const damages: readonly (readonly [string, number, (bytes: Buffer) => Buffer])[] = [
    // Findings that were seen before the cut win over what is incomplete.
    ["cut off", 1, (bytes) => bytes.subarray(0, bytes.length - 40)],
    ["cut off in its head", 3, (bytes) => bytes.subarray(0, 5)],
    [
      "changed",
      3,
      (bytes) => Buffer.concat([bytes.subarray(0, 200), Buffer.alloc(20, 0xff), bytes.subarray(220)]),
    ],
  ];
  for (const [name, expected, damage] of damages)
    it(`that is ${name} passes nothing, and leaves no report`, async () => {
      writeFileSync(at("s.jsonl.gz"), damage(zlib.gzipSync(plain())));
      const { code, stderr } = await analyze("s.jsonl.gz", "-f", "json=report.json");
      expect(code).to.equal(expected);
      expect(stderr).to.equal(
        "postern: s.jsonl.gz: the compressed file is damaged or cut off. Copy it again from where it was written.\n",
      );
      expect(existsSync(at("report.json"))).to.equal(false);
    });
});
