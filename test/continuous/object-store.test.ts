import { expect } from "chai";
import { folderStore } from "../../src/continuous/folder-store.ts";
import { bytesOf, type ObjectStore } from "../../src/continuous/object-store.ts";
import { aFolder } from "../support/folder.ts";
import { aBucket } from "../support/buckets.ts";

const textOf = async (store: ObjectStore, key: string): Promise<string | null> => {
  const object = await store.get(key);
  return object === null ? null : (await bytesOf(object)).toString();
};

describe("an object store", () => {
  const folder = aFolder();
  const bucket = aBucket();
  const stores: Readonly<Record<string, () => ObjectStore>> = {
    "on a folder": () => folderStore(folder()),
    "on S3": () => bucket().store,
    "on S3 below a prefix": () => bucket().storeBelow("audit/postern"),
  };
  for (const [title, open] of Object.entries(stores))
    describe(title, () => {
      it("gives back what was put, and null for what was not", async () => {
        const store = open();
        expect(await textOf(store, "a/b=c.json")).to.equal(null);
        expect(await store.put("a/b=c.json", Buffer.from("é one"))).to.equal(true);
        expect(await textOf(store, "a/b=c.json")).to.equal("é one");
        await store.put("a/b=c.json", Buffer.from("two"));
        expect(await textOf(store, "a/b=c.json")).to.equal("two");
      });

      it("keeps an empty object, and one of ten megabytes", async () => {
        const store = open();
        await store.put("empty", Buffer.alloc(0));
        expect(await textOf(store, "empty")).to.equal("");
        const large = Buffer.from("0123456789\n".repeat(1_000_000));
        await store.put("large", large);
        const object = await store.get("large");
        expect(object === null ? null : (await bytesOf(object)).equals(large)).to.equal(true);
      });

      it("writes only where nothing stands, also when many come at once", async () => {
        const store = open();
        const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
        const put = await Promise.all(
          texts.map((one) => store.put("a", Buffer.from(one), { ifAbsent: true })),
        );
        expect(put.filter((done) => done)).to.have.length(1);
        expect(await textOf(store, "a")).to.equal(texts[put.indexOf(true)]);
      });

      it("writes in place of one object and no other", async () => {
        const store = open();
        await store.put("a", Buffer.from("one"));
        const { etag = "" } = (await store.get("a")) ?? {};
        expect(await store.put("a", Buffer.from("two"), { ifMatch: etag })).to.equal(true);
        expect(await store.put("a", Buffer.from("three"), { ifMatch: etag })).to.equal(false);
        expect(await store.put("b", Buffer.from("three"), { ifMatch: etag })).to.equal(false);
        expect(await textOf(store, "a")).to.equal("two");
      });

      it("writes an object piece by piece, whole or not at all", async () => {
        const store = open();
        const piece = Buffer.from("0123456789abcdef\n".repeat(100_000));
        for (const pieces of [0, 1, 12]) {
          const writer = await store.write("a");
          for (let index = 0; index < pieces; index += 1) await writer.append(piece);
          expect(await textOf(store, "b")).to.equal(null);
          await writer.finish();
          const found = await textOf(store, "a");
          expect(found?.length).to.equal(pieces * piece.length);
          expect(found === piece.toString().repeat(pieces)).to.equal(true);
        }
        const given = await store.write("a");
        for (let index = 0; index < 6; index += 1) await given.append(piece);
        await given.discard();
        expect((await textOf(store, "a"))?.length).to.equal(12 * piece.length);
      });

      it("keeps what two write at the same place apart", async () => {
        const store = open();
        const [one, two] = [await store.write("a"), await store.write("a")];
        await Promise.all([
          one.append(Buffer.from("1".repeat(100))),
          two.append(Buffer.from("2".repeat(50))),
        ]);
        await one.finish();
        await two.finish();
        expect(await textOf(store, "a")).to.equal("2".repeat(50));
      });

      it("lets no key lead elsewhere", async () => {
        for (const key of ["../a", "a/../b", "/a", "a//b", "", "a\\b", "a\0", "a?b"]) {
          const refused = await open()
            .put(key, Buffer.from("x"))
            .catch((error: unknown) => String(error));
          expect(refused, key).to.match(/is not the key of an object/);
        }
      });
    });
});
