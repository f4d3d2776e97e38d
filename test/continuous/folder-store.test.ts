import { expect } from "chai";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderStore } from "../../src/continuous/folder-store.ts";
import { bytesOf, type ObjectStore } from "../../src/continuous/object-store.ts";
import { problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";

describe("folderStore", () => {
  const folder = aFolder();
  let store: ObjectStore;
  beforeEach(() => {
    store = folderStore(folder());
  });
  const text = async (key: string): Promise<string | null> => {
    const object = await store.get(key);
    return object === null ? null : (await bytesOf(object)).toString();
  };

  it("gives back what was put, and null for what was not", async () => {
    expect(await text("a/b.json")).to.equal(null);
    expect(await store.put("a/b.json", Buffer.from("one"))).to.equal(true);
    expect(await text("a/b.json")).to.equal("one");
    await store.put("a/b.json", Buffer.from("two"));
    expect(await text("a/b.json")).to.equal("two");
    expect(readdirSync(join(folder(), "a"))).to.deep.equal(["b.json"]);
  });

  it("writes only where nothing stands, also when many come at once", async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
    const put = await Promise.all(texts.map((one) => store.put("a", Buffer.from(one), { ifAbsent: true })));
    expect(put.filter((done) => done)).to.have.length(1);
    expect(await text("a")).to.equal(texts[put.indexOf(true)]);
    expect(readdirSync(folder())).to.deep.equal(["a"]);
  });

  it("writes in place of one object and no other", async () => {
    await store.put("a", Buffer.from("one"));
    const { etag = "" } = (await store.get("a")) ?? {};
    expect(await store.put("a", Buffer.from("two"), { ifMatch: etag })).to.equal(true);
    expect(await store.put("a", Buffer.from("three"), { ifMatch: etag })).to.equal(false);
    expect(await store.put("b", Buffer.from("three"), { ifMatch: etag })).to.equal(false);
    expect(await text("a")).to.equal("two");
  });

  it("lets no key lead out of its folder", async () => {
    for (const key of ["../a", "a/../b", "/a", "a//b", "", "a\\b", "a\0"]) {
      const refused = await store.put(key, Buffer.from("x")).catch((error: unknown) => String(error));
      expect(refused, key).to.match(/is not the key of an object/);
    }
  });

  it("says in one line where it cannot be written", async () => {
    writeFileSync(join(folder(), "a"), "a file");
    const found = await problemIn(() => store.put("a/b", Buffer.from("x")));
    expect(found).to.deep.include({ kind: "output" });
  });
});
