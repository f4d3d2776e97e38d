import { expect } from "chai";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderStore } from "../../src/continuous/folder-store.ts";
import { problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";

describe("folderStore", () => {
  const folder = aFolder();

  it("leaves nothing beside what it writes, and lets nobody else read it", async () => {
    const store = folderStore(folder());
    await Promise.all(
      Array.from({ length: 10 }, () => store.put("a/b", Buffer.from("x"), { ifAbsent: true })),
    );
    await store.put("a/b", Buffer.from("y"));
    expect(readdirSync(join(folder(), "a"))).to.deep.equal(["b"]);
    if (process.platform !== "win32") expect(statSync(join(folder(), "a/b")).mode & 0o077).to.equal(0);
  });

  it("says in one line where it cannot be written", async () => {
    writeFileSync(join(folder(), "a"), "a file");
    const found = await problemIn(() => folderStore(folder()).put("a/b", Buffer.from("x")));
    expect(found).to.deep.include({ kind: "output" });
  });
});
