import { expect } from "chai";
import * as fc from "fast-check";
import { csv } from "../../src/exporters/csv/csv.ts";
import { csvLine } from "../../src/exporters/csv/cells.ts";
import { aFinding, stream } from "../support/findings.ts";
import { estate, FINDINGS } from "./html/estate.ts";
import { hostileEstate, PAYLOADS } from "./html/hostile.ts";

/** RFC 4180 as a reader sees it. */
const parsed = (written: string): readonly (readonly string[])[] => {
  const text = written.replace(/^\uFEFF/, "");
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const match = /"((?:[^"]|"")*)"(,|\r\n)/y;
    match.lastIndex = at;
    const found = match.exec(text);
    if (found === null) throw new Error(`not a record of RFC 4180 at ${at}: ${text.slice(at, at + 40)}`);
    rows.at(-1)?.push((found[1] ?? "").replaceAll('""', '"'));
    at = match.lastIndex;
    if (found[2] !== "," && at < text.length) rows.push([]);
  }
  return rows;
};

const written = (
  records: readonly ReturnType<typeof estate>[number][],
  parts = false,
): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  const take = csv.open({ parts });
  for (const { part = "", text } of records.flatMap((record) => [...take(record)]))
    files.set(part, (files.get(part) ?? "") + text);
  return files;
};

const rowsOf = (text: string): readonly Readonly<Record<string, string>>[] => {
  const [names = [], ...rows] = parsed(text);
  return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ""])));
};

describe("csv", () => {
  it("has a line for each finding, passes too, each with as many cells as the header", () => {
    const rows = parsed(written(estate()).get("") ?? "");
    expect(rows).to.have.length(FINDINGS.length + 1);
    expect(new Set(rows.map((row) => row.length)).size).to.equal(1);
  });

  it("carries state, place, times, exception and hashes", () => {
    const rows = rowsOf(written(estate()).get("") ?? "");
    const accepted = rows.find(
      (row) => row["resource"] === "legacy.example.org" && row["rule"] === "SES-003",
    );
    expect(accepted).to.include({
      status: "FAILURE",
      account: "4444-5555-6666",
      exception_approver: "M. Okafor, CISO",
      exception_ticket: "RISK-482",
      first_seen_at: "2026-08-14T09:12:00.000Z",
    });
    const inCode = rows.find((row) => row["resource"] === "shop.example.com" && row["rule"] === "SES-003");
    expect(inCode).to.include({ file: "infra/mail/main.tf", line: "12" });
  });

  it("begins with a byte order mark, without which Excel misreads UTF-8", () => {
    for (const [, text] of [...written(estate()), ...written(estate(), true)])
      expect(text.startsWith('\uFEFF"')).to.equal(true);
  });

  it("has failures first, then what is open, then passes", () => {
    const statuses = rowsOf(written(estate()).get("") ?? "").map((row) => row["status"]);
    expect([...new Set(statuses)]).to.deep.equal(["FAILURE", "NEEDS_REVIEW", "NOT_EVALUATED", "SUCCESS"]);
    const firsts = statuses.filter((status, index) => status !== statuses[index - 1]);
    expect(firsts).to.have.lengthOf(4);
  });

  it("keeps the zeros of account ids, as texts and without an apostrophe", () => {
    const finding = aFinding({ resource: { account: "000011112222" } });
    const [row] = rowsOf(written(stream([finding])).get("") ?? "");
    expect([row?.["account"], row?.["owner"]]).to.deep.equal(["0000-1111-2222", "0000-1111-2222"]);
    for (const cell of Object.values(row ?? {})) expect(cell).to.not.match(/^\d{9,}$|^'/);
  });

  it("writes coverage, clauses, exceptions and what is gone into a folder", () => {
    const files = written(estate(), true);
    expect([...files.keys()]).to.have.members([
      "findings.csv",
      "coverage.csv",
      "gone.csv",
      "standards.csv",
      "exceptions.csv",
    ]);
    expect(rowsOf(files.get("standards.csv") ?? "").find((row) => row["clause"] === "AC-3")).to.include({
      status: "fail",
      failure: "3",
    });
    expect(rowsOf(files.get("exceptions.csv") ?? "").map((row) => row["state"])).to.deep.equal([
      "applied",
      "expired",
      "unused",
    ]);
    expect(rowsOf(files.get("coverage.csv") ?? "").map((row) => row["status"])).to.include("unread");
    expect(rowsOf(files.get("gone.csv") ?? "")).to.have.length(1);
  });

  it("no cell is a formula, whatever is in it", () => {
    for (const payload of [...PAYLOADS, "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1"]) {
      const text =
        written(stream([aFinding({ resource: { name: payload }, message: payload })])).get("") ?? "";
      for (const cell of parsed(text).flat()) expect(cell).to.not.match(/^\s*[=+\-@＝＋－＠]/u);
    }
  });

  it("any text comes back as one cell on one line, without invisible characters", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (cells) => {
        const line = csvLine(cells);
        expect(parsed(line)).to.have.length(1);
        expect(parsed(line)[0]).to.have.length(cells.length);
        expect(line.slice(0, -2)).to.not.match(/[\r\n\u202E]/);
      }),
    );
  });

  it("stays in shape on a hostile estate", () => {
    const rows = parsed(written(hostileEstate(PAYLOADS.join("\r\n"))).get("") ?? "");
    expect(new Set(rows.map((row) => row.length)).size).to.equal(1);
  });
});
