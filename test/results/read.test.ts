import { expect } from "chai";
import { assembled, readResults, resultsRecords } from "../../src/results/read.ts";
import { problemIn } from "../support/collected.ts";
import { aFinding, stream } from "../support/findings.ts";

const records = [...stream([aFinding(), aFinding({ status: "SUCCESS", resource: { name: "b.example" } })])];
const lines = records.map((record) => `${JSON.stringify(record)}\n`).join("");

const refuses = async (text: string, what: RegExp, where = "r"): Promise<void> => {
  const found = await problemIn(() => Promise.resolve().then(() => readResults(text, "r")));
  expect(found.what).to.match(what);
  expect(found.where).to.equal(where);
  expect(found.kind).to.equal("usage");
};

describe("readResults", () => {
  it("reads both forms, and takes the object apart again", () => {
    const results = readResults(lines, "r.jsonl");
    expect(readResults(JSON.stringify(results), "r.json")).to.deep.equal(results);
    expect([...resultsRecords(results)]).to.deep.equal(records);
    expect(assembled(records, "r")).to.deep.equal(results);
  });

  it("refuses what was cut off before its summary", () =>
    refuses(lines.slice(0, lines.lastIndexOf('{"kind":"summary"')), /cut off/));
  it("refuses a broken line, with its number", () =>
    refuses(`${lines}{"kind":`, /not a results record/, `r:${records.length + 1}`));
  it("refuses another version", () => refuses('{"kind":"results","version":2}', /version 2/));
  it("refuses an object that lacks a part", () =>
    refuses('{"kind":"results","version":1,"rules":[]}', /no `findings`/));
  it("refuses a finding that is none, in either form", async () => {
    const object = JSON.stringify({ ...readResults(lines, "r"), findings: [{}] });
    await refuses(object, /findings\[0\] is not a finding/);
    await refuses(`${lines}{"kind":"finding"}\n`, /not a results record/, `r:${records.length + 1}`);
  });
  it("refuses the results of two runs in one file", () => refuses(lines + lines, /more than one run/));
  it("refuses an empty file", () => refuses("", /no results/));
});
