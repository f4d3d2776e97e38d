import { expect } from "chai";
import { unzipSync } from "fflate";
import { readXlsx, type Sheet } from "hucre/xlsx";
import { SaxesParser } from "saxes";
import type { ResultsRecord } from "../../src/model/results.ts";
import { EXCEL } from "../../src/exporters/xlsx/sheets.ts";
import { xlsx, type XlsxOptions } from "../../src/exporters/xlsx/xlsx.ts";
import { aFinding, stream } from "../support/findings.ts";
import { estate, FINDINGS } from "./html/estate.ts";
import { hostileEstate, PAYLOADS } from "./html/hostile.ts";

const written = (records: readonly ResultsRecord[], options: XlsxOptions = {}): Uint8Array => {
  const take = xlsx.open(options);
  return Buffer.concat(records.flatMap((record) => [...take(record)]).map(({ bytes }) => bytes));
};

const sheetsOf = async (file: Uint8Array): Promise<ReadonlyMap<string, Sheet>> =>
  new Map((await readXlsx(file)).sheets.map((sheet) => [sheet.name, sheet]));

/** The rows of a sheet by the names in its head. */
const rowsOf = (sheet: Sheet | undefined): readonly Readonly<Record<string, unknown>>[] => {
  const [head = [], ...rows] = sheet?.rows ?? [];
  return rows.map((row) =>
    Object.fromEntries(head.map((name, column) => [String(name), row[column] ?? null])),
  );
};

/** The elements of every part of the file, each of which is well-formed XML. */
const elementsOf = (file: Uint8Array): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    Object.entries(unzipSync(file)).map(([name, bytes]) => {
      const parser = new SaxesParser({ xmlns: true });
      const names = new Set<string>();
      parser.on("error", (error) => {
        throw new Error(`${name}: ${error.message}`);
      });
      parser.on("opentag", (tag) => names.add(tag.local));
      parser.write(Buffer.from(bytes).toString("utf8")).close();
      return [name, names];
    }),
  );

describe("xlsx, read back by another library", () => {
  it("has a sheet for each table, its head frozen, with a filter for each column", async () => {
    const sheets = await sheetsOf(written(estate()));
    expect([...sheets.keys()]).to.deep.equal([
      "Summary",
      "Findings",
      "Passes",
      "Coverage",
      "Gone",
      "Standards",
      "Exceptions",
    ]);
    for (const [name, { rows, freezePane, autoFilter }] of sheets) {
      expect(freezePane, name).to.deep.equal({ rows: 1 });
      expect(autoFilter?.range, name).to.match(new RegExp(`^A1:[A-Z]+${rows.length}$`));
    }
    expect(rowsOf(sheets.get("Exceptions")).map((row) => row["state"])).to.deep.equal([
      "applied",
      "expired",
      "unused",
    ]);
    expect(rowsOf(sheets.get("Coverage")).map((row) => row["status"])).to.include("unread");
    expect(rowsOf(sheets.get("Gone"))).to.have.length(1);
    expect(rowsOf(sheets.get("Standards")).find((row) => row["clause"] === "AC-3")).to.include({
      failure: 3,
    });
  });

  it("has a row for each finding, failures first, and the passes on a sheet of their own", async () => {
    const sheets = await sheetsOf(written(estate()));
    const open = rowsOf(sheets.get("Findings"));
    const passes = rowsOf(sheets.get("Passes"));
    const ids = [...open, ...passes].map((row) => row["finding_id"]);
    expect(ids).to.have.members(FINDINGS.map(({ id }) => id));
    const statuses = open.map((row) => row["status"]);
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).to.deep.equal([
      "FAILURE",
      "NEEDS_REVIEW",
      "NOT_EVALUATED",
    ]);
    expect(new Set(passes.map((row) => row["status"]))).to.deep.equal(new Set(["SUCCESS"]));
  });

  it("says first what the run was, and that it was not complete", async () => {
    const items = rowsOf((await sheetsOf(written(estate()))).get("Summary"));
    const value = (item: string): unknown => items.find((row) => row["item"] === item)?.["value"];
    expect(value("Judged as of")).to.deep.equal(new Date("2026-11-23T16:00:00Z"));
    expect(value("Everything in scope was read")).to.equal(false);
    expect(value("Not read")).to.be.a("string");
    expect(value("Failed")).to.equal(FINDINGS.filter(({ status }) => status === "FAILURE").length);
  });

  it("has ids of accounts as texts with their zeros, times as times, numbers and truths as such", async () => {
    const finding = aFinding({
      resource: { account: "000011112222" },
      firstSeenAt: "2026-08-14T09:12:00.000Z",
      followUp: { owner: "12345678", due: "2026-12-31", response: null },
    });
    const sheets = await sheetsOf(written(stream([finding])));
    const [row] = rowsOf(sheets.get("Findings"));
    expect(row).to.deep.include({
      account: "000011112222",
      assigned_to: "12345678",
      first_seen_at: new Date("2026-08-14T09:12:00.000Z"),
      due: new Date("2026-12-31T00:00:00.000Z"),
    });
    expect(rowsOf(sheets.get("Coverage"))[0]).to.include({ population_known: true, listed: 1 });
    const inCode = rowsOf((await sheetsOf(written(estate()))).get("Findings")).find(
      ({ file }) => file !== null,
    );
    expect(inCode).to.include({ file: "infra/mail/main.tf", line: 12 });
  });

  it("takes what is no time, or one that spreadsheets do not have, for a text", async () => {
    for (const time of ["yesterday", "1899-12-31T00:00:00Z", "2026-13-45T00:00:00Z", "=NOW()"]) {
      const [row] = rowsOf(
        (await sheetsOf(written(stream([aFinding({ firstSeenAt: time })])))).get("Findings"),
      );
      expect(row?.["first_seen_at"]).to.equal(time);
    }
  });

  it("holds hostile texts as texts: no formula, no link, nothing that is read as another character", async () => {
    const texts = [
      ...PAYLOADS.filter((text) => /^[\u0020-\u007E]*$/.test(text)),
      "=1+1",
      "+1",
      "@x",
      "_x0041_",
      "]]>",
      " a ",
    ];
    for (const text of texts) {
      const file = written(stream([aFinding({ message: text, resource: { name: text } })]));
      const [row] = rowsOf((await sheetsOf(file)).get("Findings"));
      expect(row).to.include({ message: text, resource: text });
    }
    const file = written(hostileEstate(`${PAYLOADS.join("\r\n")}\uFFFE\uFFFF\uD800`));
    for (const [name, elements] of elementsOf(file))
      for (const acts of ["f", "hyperlink", "hyperlinks", "externalReference"])
        expect(elements.has(acts), `${name}: ${acts}`).to.equal(false);
    expect([...(await sheetsOf(file)).keys()]).to.have.length(7);
  });

  it("gives the same bytes for the same results, in each time zone", () => {
    const zone = process.env["TZ"];
    const files = ["UTC", "Pacific/Apia", "America/New_York", "Asia/Kathmandu"].map((name) => {
      process.env["TZ"] = name;
      return Buffer.from(written(estate())).toString("base64");
    });
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
    expect(new Set(files).size).to.equal(1);
  });

  it("goes on in a second sheet where one is full, and loses no row", async () => {
    const findings = Array.from({ length: 10 }, (_, index) =>
      aFinding({ resource: { name: `n${index}.example.com` } }),
    );
    for (const limits of [
      { ...EXCEL, rows: 5 },
      { ...EXCEL, length: 1 },
    ]) {
      const sheets = await sheetsOf(written(stream(findings), { limits }));
      const parts = [...sheets].filter(([name]) => name.startsWith("Findings"));
      expect(parts.length).to.be.greaterThan(2);
      for (const [name, { rows, freezePane }] of parts) {
        expect(rows[0]?.[0], name).to.equal("status");
        expect(rows.length).to.be.at.most(limits.rows);
        expect(freezePane).to.deep.equal({ rows: 1 });
      }
      expect(parts.flatMap(([, sheet]) => rowsOf(sheet).map((row) => row["resource"]))).to.deep.equal(
        findings.map(({ resource }) => resource.name),
      );
      expect(parts[1]?.[0]).to.equal("Findings 2");
    }
    expect(EXCEL.rows).to.equal(1_048_576);
  });

  it("says of a text that a cell does not take that it was cut, in the cell, on the first sheet and aloud", async () => {
    const warnings: string[] = [];
    const file = written(
      stream([aFinding({ message: "📨".repeat(20_000) }), aFinding({ message: "x".repeat(32_767) })]),
      {
        warn: (message) => warnings.push(message),
      },
    );
    const sheets = await sheetsOf(file);
    const [long, whole] = rowsOf(sheets.get("Findings")).map((row) => String(row["message"]));
    expect(long).to.match(/^(?:📨)+… \(cut: 40000 characters\)$/u);
    expect(long?.length).to.be.within(32_760, 32_767);
    expect(whole).to.equal("x".repeat(32_767));
    expect(warnings).to.deep.equal([
      "1 text of the workbook is longer than the 32,767 characters that a cell takes, and was cut: " +
        "each says so at its end, and the json and csv formats hold it whole.",
    ]);
    expect(rowsOf(sheets.get("Summary")).at(-1)).to.deep.equal({ item: "Cut", value: warnings[0] });
  });
});
