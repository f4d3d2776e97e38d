import { expect } from "chai";
import { keepManifestStep, mergeStep, named, planStep, scanShardStep } from "../../src/continuous/steps.ts";
import { loadConfig } from "../../src/config/load.ts";
import { keepManifest } from "../../src/continuous/manifest.ts";
import { problem } from "../../src/model/problem.ts";
import { problemIn } from "../support/collected.ts";
import { inFolder } from "../support/folder.ts";
import { aKeptRun, RUN, UNREAD } from "../support/kept-run.ts";
import { memoryStore } from "../support/memory-store.ts";
import { NOW, readingOf } from "../support/runs.ts";

const said = async (step: () => Promise<unknown>): Promise<string> => (await problemIn(step)).what;

describe("the steps of a state machine", () => {
  const { emulator, store, aRun } = aKeptRun();
  const options = (formats: readonly string[] = ["jsonl"]) => ({
    store: memoryStore(new Map()),
    reading: readingOf(emulator()),
    formats,
  });

  it("say in one line what an event lacks", async () => {
    for (const event of [null, "text", {}, { run: "../x" }, { run: 1 }])
      for (const step of [planStep, mergeStep])
        expect(await said(() => step(event, options()))).to.match(/^the event names no run/);
    for (const event of [null, {}, { run: "r", scope: "aws/1", part: 0, settings: "" }])
      expect(await said(() => scanShardStep(event, options(), 1_000))).to.match(/^the event is no shard/);
    for (const event of [{ run: "r" }, { run: "r", results: {} }, { run: "r", results: { Key: 1 } }])
      expect(await said(() => keepManifestStep(event, options(), NOW))).to.match(/where the results .* are$/);
  });

  it("refuse a format before they read for hours, and one that needs a browser", async () => {
    for (const format of ["word", "pdf", "constructor"])
      expect(await said(() => planStep({ run: "r" }, options([format])))).to.equal(
        `a run has no report in the format "${format}"`,
      );
  });

  it("let an incomplete run pass where the configuration does, and write its reports", async () => {
    const outcomes = aRun().filter(({ scope }) => scope !== UNREAD);
    await keepManifest(RUN, store(), () => outcomes, NOW);
    const given = { store: store(), reading: readingOf(emulator()), formats: ["jsonl", "markdown"] };
    const strict = await mergeStep({ run: RUN }, given);
    expect(strict).to.deep.include({ run: RUN, complete: false });
    expect(strict.incomplete.join()).to.include(UNREAD);
    expect(strict.reports).to.deep.equal([
      `runs/${RUN}/reports/results.jsonl`,
      `runs/${RUN}/reports/summary.md`,
    ]);
    expect(JSON.stringify(strict).length).to.be.lessThan(1_024);
    const config = await inFolder({ "postern.config.yaml": "allow: [unread]\n" }, (cwd) =>
      loadConfig({ path: undefined, env: {}, cwd }),
    );
    const lenient = await mergeStep({ run: RUN }, { ...given, reading: { ...given.reading, config } });
    expect(lenient).to.deep.equal({ ...strict, complete: true });
  });

  it("name a problem for whoever decides whether to try again, and leave other errors as they are", () => {
    const usage = named(problem({ what: "a", where: "b", todo: "C.", kind: "usage" }));
    expect(usage).to.deep.include({ name: "Postern.Usage", message: "b: a. C." });
    const other = new Error("other");
    expect(named(other)).to.equal(other);
  });
});
