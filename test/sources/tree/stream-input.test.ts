import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { analyze } from "../../../src/analyze.ts";
import type { ResultsRecord } from "../../../src/model/results.ts";
import { collected, problemIn } from "../../support/collected.ts";
import { aFolder } from "../../support/folder.ts";

const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }],
});

const HEAD = { kind: "snapshot", version: 1, startedAt: "2026-11-23T16:00:00Z", tool: "t", caller: null };

const failures = (records: readonly ResultsRecord[]): readonly string[] =>
  records.flatMap((one) => (one.kind === "finding" && one.status === "FAILURE" ? [one.ruleId] : []));

describe("an input that is no file", function () {
  before(function () {
    if (process.platform === "win32") this.skip();
  });
  const folder = aFolder();
  const judged = (path: string, signal?: AbortSignal): Promise<readonly ResultsRecord[]> =>
    collected(
      analyze({
        paths: [path],
        cwd: folder(),
        now: "2026-11-23T16:00:00Z",
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  const pipe = (): string => {
    execFileSync("mkfifo", [join(folder(), "pipe")]);
    return "pipe";
  };

  it("is judged where it is a pipe, as the shell's <(command)", async () => {
    const [records] = await Promise.all([judged(pipe()), writeFile(join(folder(), "pipe"), OPEN)]);
    expect(failures(records)).to.include("SES-003");
  });

  it("may be a snapshot, here of nothing", async () => {
    const text = [
      { ...HEAD, parameters: {} },
      { kind: "end", finishedAt: "2026-11-23T16:00:01Z", scopes: 0, resources: 0 },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join("");
    const [records] = await Promise.all([judged(pipe()), writeFile(join(folder(), "pipe"), text)]);
    expect(records.map(({ kind }) => kind)).to.deep.equal(["run", "summary"]);
  });

  it("is empty where it is the null device", async () => {
    expect(await problemIn(() => judged("/dev/null"))).to.include({
      what: "it is empty",
      where: "/dev/null",
    });
  });

  it("ends where it is larger than a file may be", async () => {
    const problem = await problemIn(() => judged("/dev/zero"));
    expect(problem).to.include({ what: "it is larger than 100 MB", where: "/dev/zero", kind: "usage" });
  });

  it("is not waited for once the command is interrupted", async () => {
    const controller = new AbortController();
    const waiting = judged(pipe(), controller.signal);
    setTimeout(() => controller.abort(new Error("interrupted")), 50);
    const outcome = await waiting.then(
      () => "ended",
      (error: unknown) => String(error),
    );
    expect(outcome).to.contain("interrupted");
  });
});
