import { expect } from "chai";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pendingFolder } from "../../src/files/pending-folder.ts";
import { problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";

describe("a folder of parts", () => {
  const folder = aFolder();
  const path = (): string => join(folder(), "parts");
  const staged = (name: string): string => join(folder(), `parts.${process.pid}.part`, name);

  it("is written while it grows, stands there at once, and each part has its own texts in their order", async () => {
    const pending = await pendingFolder(path());
    const texts = new Map<string, string>();
    for (let index = 0; index < 3_000; index += 1) {
      const [name, text] = [`${index % 3}/${index % 7}.txt`, `${index}é`.repeat(20)];
      texts.set(name, (texts.get(name) ?? "") + text);
      await pending.append(name, text);
    }
    const held = [...texts].reduce((sum, [name, text]) => sum + text.length - written(staged(name)), 0);
    expect(held, "characters in memory").to.be.lessThan(65_536);
    expect(readdirSync(path())).to.deep.equal([]);
    const parts = await pending.finish();
    expect(readdirSync(path())).to.deep.equal([]);
    pending.switch();
    expect(parts.map(({ name }) => name)).to.deep.equal([...texts.keys()]);
    for (const { name, sha256 } of parts) {
      const text = readFileSync(join(path(), name), "utf8");
      expect(text, name).to.equal(texts.get(name));
      expect(sha256, name).to.equal(createHash("sha256").update(text).digest("hex"));
      expect(statSync(join(path(), name)).mode & 0o777).to.equal(0o600);
    }
    expect(readdirSync(folder())).to.deep.equal(["parts"]);
  });

  it("leaves nothing of what was given up", async () => {
    const pending = await pendingFolder(path());
    await pending.append("a.txt", "a".repeat(100_000));
    await pending.discard();
    expect(readdirSync(folder())).to.deep.equal([]);
  });

  it("names a part that cannot be written as it would have been called", async () => {
    const pending = await pendingFolder(path());
    await pending.append("a", "a".repeat(100_000));
    const { what, where } = await problemIn(() => pending.append("a/b", "b".repeat(100_000)));
    expect(where).to.equal(join(path(), "a/b"));
    expect(what).to.match(/is not a directory/);
    await pending.discard();
  });
});

const written = (path: string): number => readFileSync(path, "utf8").length;
