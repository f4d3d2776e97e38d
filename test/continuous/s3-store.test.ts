import { expect } from "chai";
import { s3Store } from "../../src/continuous/s3-store.ts";
import { problemIn } from "../support/collected.ts";
import { aBucket } from "../support/buckets.ts";

describe("s3Store", () => {
  const bucket = aBucket();
  const objects = (): ReadonlyMap<string, string> =>
    bucket().world.emulator.world.buckets.get("runs")?.objects ?? new Map();

  it("tries again what was throttled, failed inside of S3, or cut", async () => {
    const { store, world } = bucket();
    world.emulator.faults.add({ operation: "PutObject", times: 1, effect: { kind: "throttle" } });
    world.emulator.faults.add({ operation: "PutObject", times: 1, effect: { kind: "cut", when: "before" } });
    world.emulator.faults.add({ operation: "GetObject", times: 1, effect: { kind: "error" } });
    expect(await store.put("a", Buffer.from("one"), { ifAbsent: true })).to.equal(true);
    expect(await store.get("a")).not.to.equal(null);
  });

  it("takes its own object for another's where the answer was lost, and does not write twice", async () => {
    const { store, world } = bucket();
    world.emulator.faults.add({ operation: "PutObject", times: 1, effect: { kind: "cut", when: "after" } });
    expect(await store.put("a", Buffer.from("one"), { ifAbsent: true })).to.equal(false);
    expect(objects().get("a")).to.equal("one");
  });

  it("uploads in parts over failures, and leaves no upload behind", async () => {
    const { store, world } = bucket();
    const effects = [
      { kind: "throttle" },
      { kind: "error", when: "after" },
      { kind: "cut", when: "after" },
      { kind: "cut", when: "before" },
    ] as const;
    for (const effect of effects)
      for (const operation of ["UploadPart", "CompleteMultipartUpload"])
        world.emulator.faults.add({ operation, times: 1, effect });
    const writer = await store.write("a");
    const text = "0123456789\n".repeat(1_000_000);
    await writer.append(Buffer.from(text));
    await writer.append(Buffer.from(text));
    await writer.finish();
    expect(objects().get("a") === text + text).to.equal(true);
    const given = await store.write("b");
    await given.append(Buffer.from(text));
    await given.discard();
    expect(objects().has("b")).to.equal(false);
    expect(world.emulator.world.buckets.get("runs")?.uploads?.size).to.equal(0);
  });

  it("sends the checksums that a bucket with locked objects asks for", async () => {
    const { access, world } = bucket();
    const objectsThere = new Map<string, string>();
    const locked = { owner: access.account, region: "eu-west-1", objects: objectsThere, locked: true };
    world.emulator.world.buckets.set("locked", locked);
    const store = s3Store({ bucket: "locked", access });
    await store.put("a", Buffer.from("one"));
    const writer = await store.write("b");
    await writer.append(Buffer.from("0123456789\n".repeat(1_000_000)));
    await writer.finish();
    expect([...objectsThere.keys()]).to.deep.equal(["a", "b"]);
  });

  it("says in one line what S3 refuses: no such bucket, another's, another region", async () => {
    const { access, world } = bucket();
    const { buckets } = world.emulator.world;
    buckets.set("theirs", { owner: "999988887777", region: "eu-west-1", objects: new Map() });
    buckets.set("far", { owner: access.account, region: "us-east-1", objects: new Map() });
    const said = async (name: string): Promise<string> => {
      const store = s3Store({ bucket: name, access });
      const [get, put] = [
        await problemIn(() => store.get("a")),
        await problemIn(() => store.put("a", Buffer.from("x"))),
      ];
      expect(get.what).to.equal(put.what);
      expect(get.where).to.equal(`s3://${name}/a`);
      return get.what;
    };
    expect(await said("missing")).to.equal("S3 answered 404 NoSuchBucket");
    expect(await said("theirs")).to.equal("S3 answered 403 AccessDenied");
    expect(await said("far")).to.equal("S3 answered 301 PermanentRedirect");
  });

  it("does not take the page of a proxy for an answer of S3", async () => {
    const { store, world } = bucket();
    world.emulator.faults.add({ service: "s3", effect: { kind: "html" } });
    expect((await problemIn(() => store.put("a", Buffer.from("x")))).what).to.equal("S3 answered 200");
    expect((await problemIn(() => store.get("a"))).what).to.equal("S3 answered 200");
  });

  it("does not mix two versions of an object that is written anew while it is read", async () => {
    const { store } = bucket();
    await store.put("a", Buffer.from("x".repeat(9_000_000)));
    const object = await store.get("a");
    await store.put("a", Buffer.from("y".repeat(9_000_000)));
    const found = await problemIn(async () => {
      for await (const chunk of object?.bytes ?? []) expect(chunk.length).to.be.greaterThan(0);
    });
    expect(found.what).to.match(/written anew, while it was read/);
  });
});
