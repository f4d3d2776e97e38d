import { expect } from "chai";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type * as written from "../../src/analyze.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { rule as dkim } from "../../src/rules/ses-001-dkim-enabled/rule.ts";
import { collected } from "../support/collected.ts";
import { COMPILED } from "../support/compiled.ts";
import { aFolder } from "../support/folder.ts";

const ACCOUNT = "111122223333";
const SCOPES = ["eu-west-1", "us-east-1"].map((region) => `aws/${ACCOUNT}/${region}/ses`);

const policy = (index: number, id: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: index % 3 === 0 ? "*" : { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "ses:SendEmail",
      Resource: id,
    },
  });

/** Enough for every thread to have something to do; some cannot be read, some are open. */
const SNAPSHOT = [
  {
    kind: "snapshot",
    version: 1,
    startedAt: "2026-12-01T00:00:00Z",
    tool: "postern",
    caller: null,
    parameters: {},
  },
  ...SCOPES.flatMap((scope, place) => {
    const resources = Array.from({ length: 450 }, (_, index) => {
      const id = `arn:aws:ses:${scope.split("/")[2]}:${ACCOUNT}:identity/d${1000 + index}.example`;
      return {
        kind: "aws.ses.identity",
        scope,
        id,
        type: index % 100 === 7 ? "no type" : "Domain",
        policies: index % 10 === 0 ? [{ name: "p", document: policy(index + place, id) }] : [],
        verification: "Success",
        dkim: { enabled: index % 5 !== 0, status: "Success" },
      };
    });
    return [...resources, { kind: "scope", id: scope, status: "complete", listed: resources.length }];
  }),
  { kind: "end", finishedAt: "2026-12-01T00:00:01Z" },
];

/** A plugin with one rule, which passes each identity. @param first is run when the module is loaded */
const pluginWith = (first: string, whenAsked = ""): string => `
  import { isMainThread } from "node:worker_threads";
  ${first}
  const judge = (resource) => {
    ${whenAsked}
    return { status: "SUCCESS", message: "It is.", evidence: [] };
  };
  const meta = ${JSON.stringify({ ...dkim.meta, id: "OWN-001" })};
  export default { apiVersion: 1, name: "own", rules: [{ meta, kind: "aws.ses.identity", needs: ["dkim"], judge }] };
`;

const decided = (records: readonly ResultsRecord[]): readonly ResultsRecord[] =>
  records.filter((record) => record.kind === "finding" && record.status !== "NEEDS_REVIEW");

describe("judging in threads", function () {
  this.timeout(60_000);
  const folder = aFolder();
  // The sources start no thread.
  let analyze: typeof written.analyze;
  before(async () => {
    const compiled = pathToFileURL(join(COMPILED, "src/analyze.js")).href;
    ({ analyze } = (await import(compiled)) as typeof written);
  });

  const judged = (threads: number, plugin?: string, timeLimit?: number): AsyncIterable<ResultsRecord> => {
    writeFileSync(
      join(folder(), "s.jsonl"),
      SNAPSHOT.map((record) => `${JSON.stringify(record)}\n`).join(""),
    );
    if (plugin !== undefined) writeFileSync(join(folder(), "own.mjs"), plugin);
    return analyze({
      paths: ["s.jsonl"],
      cwd: folder(),
      now: "2026-12-01T00:00:00Z",
      trust: { accounts: ["444455556666"] },
      select: { ids: plugin === undefined ? ["SES-001", "SES-003"] : ["SES-001", "OWN-001"] },
      ...(plugin === undefined ? {} : { plugins: [{ name: "./own.mjs", folder: folder() }] }),
      threads,
      ...(timeLimit === undefined ? {} : { timeLimit }),
    });
  };

  it("gives what judging in turn gives, in the same order", async () => {
    const inTurn = await collected(judged(0));
    const failed = inTurn.filter((record) => record.kind === "finding" && record.status === "FAILURE");
    expect(failed).to.have.length.above(150);
    for (const threads of [1, 3]) expect(await collected(judged(threads))).to.deep.equal(inTurn);
  });

  it("loads the plugins in each thread", async () => {
    const inTurn = await collected(judged(0, pluginWith("")));
    expect(JSON.stringify(inTurn)).to.include("OWN-001");
    expect(await collected(judged(2, pluginWith("")))).to.deep.equal(inTurn);
  });

  it("loses nothing where a thread ends before it has answered", async () => {
    const inTurn = await collected(judged(0, pluginWith("")));
    const ends = pluginWith("if (!isMainThread) process.exit(1);");
    expect(await collected(judged(2, ends))).to.deep.equal(inTurn);
    const throws = pluginWith("if (!isMainThread) throw new Error('not here');");
    expect(await collected(judged(2, throws))).to.deep.equal(inTurn);
  });

  it("stops a plugin's rule that takes too long for a resource, and asks it about the others", async () => {
    const hangs = pluginWith("", "while (!isMainThread && /d1(?:010|011|400)/.test(resource.name));");
    const results = await collected(judged(2, hangs, 400));
    const late = new Set<string>();
    for (const record of results)
      if (record.kind === "finding" && record.ruleId === "OWN-001" && record.status === "NEEDS_REVIEW") {
        expect(record.message).to.equal(
          "Rule OWN-001 could not judge this resource; it was stopped after 0.4 seconds",
        );
        late.add(`${record.resource.region} ${record.resource.name}`);
      }
    expect([...late].sort()).to.deep.equal(
      ["eu-west-1", "us-east-1"].flatMap((region) =>
        ["d1010", "d1011", "d1400"].map((name) => `${region} ${name}.example`),
      ),
    );
    const inTurn = decided(await collected(judged(0, pluginWith(""))));
    expect(decided(results)).to.have.lengthOf(inTurn.length - late.size);
  });

  it("leaves no thread behind where whoever asked wants no more", async () => {
    const file = join(folder(), "alive");
    const beat = `
      const beat = () => appendFileSync(${JSON.stringify(file)}, ".");
      if (!isMainThread) setInterval(beat, 2);
      if (!isMainThread) beat();`;
    const beats = (): number => (existsSync(file) ? statSync(file).size : 0);
    for await (const record of judged(2, `import { appendFileSync } from "node:fs"; ${pluginWith(beat)}`))
      if (record.kind === "finding" && beats() > 0) break;
    const atItsEnd = beats();
    expect(atItsEnd).to.be.above(0);
    await wait(40);
    expect(beats()).to.equal(atItsEnd);
  });
});
