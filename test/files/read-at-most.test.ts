import { expect } from "chai";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAtMost, whyUnread } from "../../src/files/read-at-most.ts";
import { aFolder } from "../support/folder.ts";

const why = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return whyUnread(error);
  }
  return "read";
};

describe("reading what a user names", () => {
  const folder = aFolder();
  const at = (name: string): string => join(folder(), name);

  it("gives all bytes of a file that is as long as may be, or longer than is read at once", () => {
    const bytes = Buffer.alloc(3_000_000, "€");
    writeFileSync(at("a"), bytes);
    expect(readAtMost(at("a"), 3_000_000).equals(bytes)).to.equal(true);
  });

  it("ends where there is one byte more", () => {
    writeFileSync(at("a"), "abcd");
    expect(why(() => readAtMost(at("a"), 3))).to.equal("it is larger than 3 bytes");
  });

  it("ends on a device that does not", function () {
    if (process.platform === "win32") return this.skip();
    expect(why(() => readAtMost("/dev/zero", 2_000_000))).to.equal("it is larger than 2000000 bytes");
  });

  it("says why it cannot", () => {
    mkdirSync(at("d"));
    expect(why(() => readAtMost(at("none")))).to.equal("there is no such file");
    expect(why(() => readAtMost(at("d")))).to.equal("it is a folder");
  });
});
