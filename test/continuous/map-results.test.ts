import { expect } from "chai";
import { mapResults } from "../../src/continuous/map-results.ts";
import { collected, problemIn } from "../support/collected.ts";
import { memoryStore } from "../support/memory-store.ts";

const shard = { run: "r", settings: "0".repeat(64), scope: "aws/111122223333/eu-west-1/ses", part: 2 };

const filesOf = (succeeded: readonly string[], failed: readonly string[]): string =>
  JSON.stringify({
    ResultFiles: {
      SUCCEEDED: succeeded.map((Key) => ({ Key, Size: 1 })),
      FAILED: failed.map((Key) => ({ Key, Size: 1 })),
      PENDING: [],
    },
  });

const read = (objects: Readonly<Record<string, string>>): Promise<readonly unknown[]> =>
  collected(mapResults(memoryStore(new Map(Object.entries(objects))), "m.json"));

const said = async (objects: Readonly<Record<string, string>>): Promise<string> =>
  (await problemIn(() => read(objects))).what;

describe("mapResults", () => {
  it("gives the outcomes of every file, whether they stand in lists or by themselves", async () => {
    const found = await read({
      "m.json": filesOf(["a/0.jsonl", "a/1.jsonl"], []),
      "a/0.jsonl": '{"part":0}\n{"part":1}\n',
      "a/1.jsonl": '[{"part":2},{"part":3}]',
    });
    expect(found).to.deep.equal([{ part: 0 }, { part: 1 }, { part: 2 }, { part: 3 }]);
  });

  it("makes a failed shard of an execution that failed as a whole, with its error, cut to a summary's size", async () => {
    const line = (more: object): string =>
      `${JSON.stringify({ Input: JSON.stringify({ shard, told: [] }), Status: "FAILED", ...more })}\n`;
    const found = await read({
      "m.json": filesOf([], ["f.jsonl"]),
      "f.jsonl":
        line({ Error: "States.DataLimitExceeded", Cause: "x".repeat(900) }) + line({ Status: "TIMED_OUT" }),
    });
    const { run, scope, part } = shard;
    const failed = { kind: "failed", version: 1, run, scope, part };
    expect(found).to.deep.equal([
      { ...failed, error: "States.DataLimitExceeded", cause: "x".repeat(300) },
      { ...failed, error: "TIMED_OUT", cause: "" },
    ]);
  });

  it("hands on what is nothing of a run, for the manifest to pass over", async () => {
    const found = await read({
      "m.json": filesOf(["a"], []),
      a: 'text\n{"Input":"{}","Status":"FAILED"}\n7\n',
    });
    expect(found).to.have.length(3);
  });

  it("says in one line what is no manifest, and which file of it is missing", async () => {
    expect(await said({})).to.equal("the manifest of the map run is missing");
    expect(await said({ "m.json": "{" })).to.match(/names no ResultFiles$/);
    expect(await said({ "m.json": '{"ResultFiles":{}}' })).to.match(/names no files of SUCCEEDED$/);
    expect(await said({ "m.json": filesOf(["../x"], []) })).to.match(
      /names a file of SUCCEEDED without its key$/,
    );
    expect(await said({ "m.json": filesOf(["gone"], []) })).to.match(/names gone, which is missing$/);
  });
});
