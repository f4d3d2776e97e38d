import { expect } from "chai";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { startOf } from "../../src/files/alive.ts";
import { lock } from "../../src/files/lock.ts";
import { problemIn } from "../support/collected.ts";
import { endedProcess } from "../support/ended-process.ts";
import { aFolder } from "../support/folder.ts";

const SINCE = "2026-11-23T16:00:00.000Z";

describe("a lock", () => {
  const folder = aFolder();
  const file = (): string => join(folder(), "ledger.jsonl");
  const leave = (holder: object): void =>
    writeFileSync(
      `${file()}.lock`,
      JSON.stringify({ start: null, host: hostname(), since: SINCE, ...holder }),
    );

  it("is one's own until it is given back, and leaves nothing behind", async () => {
    const unlock = await lock(file(), SINCE);
    const { what, where, todo, kind } = await problemIn(() => lock(file(), SINCE));
    expect(what).to.equal(`process ${process.pid} on ${hostname()} has been using it since ${SINCE}`);
    expect(where).to.equal(file());
    expect(todo).to.contain(`remove ${file()}.lock`);
    expect(kind).to.equal("output");
    await unlock();
    await (
      await lock(file(), SINCE)
    )();
    expect(readdirSync(folder())).to.deep.equal([]);
  });

  it("takes away what a killed process left while it made one", async () => {
    writeFileSync(`${file()}.lock.1.${endedProcess()}.part`, "{");
    writeFileSync(`${file()}.lock.1.${process.ppid}.part`, "{");
    const unlock = await lock(file(), SINCE);
    await unlock();
    expect(readdirSync(folder())).to.deep.equal([`ledger.jsonl.lock.1.${process.ppid}.part`]);
  });

  it("of a process that is gone is taken over, by one of all who try", async () => {
    for (let round = 0; round < 20; round += 1) {
      leave({ pid: endedProcess() });
      const tried = await Promise.allSettled(Array.from({ length: 8 }, () => lock(file(), SINCE)));
      const got = tried.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(got).to.have.length(1);
      expect(JSON.parse(readFileSync(`${file()}.lock`, "utf8"))).to.include({ pid: process.pid });
      await got[0]?.();
      expect(readdirSync(folder())).to.deep.equal([]);
    }
  });

  it("of a process that is gone is taken over, though another was killed while it did so", async () => {
    leave({ pid: endedProcess() });
    writeFileSync(`${file()}.lock.old`, readFileSync(`${file()}.lock`));
    const unlock = await lock(file(), SINCE);
    await unlock();
    expect(readdirSync(folder())).to.deep.equal([]);
  });

  it("of a process whose id was given out again is taken over, where the system tells them apart", async function () {
    if (startOf(process.pid) === null) return this.skip();
    leave({ pid: process.pid, start: "1" });
    await (
      await lock(file(), SINCE)
    )();
  });

  it("of another machine is left alone", async () => {
    leave({ pid: endedProcess(), host: "elsewhere" });
    expect((await problemIn(() => lock(file(), SINCE))).what).to.contain("on elsewhere has been using it");
  });

  for (const text of ["", "{}", "[1]", '{"pid":"1","start":null,"host":"h","since":"s"}'])
    it(`that does not say whose it is (${text}) is left alone`, async () => {
      writeFileSync(`${file()}.lock`, text);
      expect((await problemIn(() => lock(file(), SINCE))).what).to.equal("another process is using it");
      expect(readFileSync(`${file()}.lock`, "utf8")).to.equal(text);
    });
});
