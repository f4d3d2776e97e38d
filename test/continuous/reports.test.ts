import { expect } from "chai";
import { readXlsx } from "hucre/xlsx";
import { bytesOf } from "../../src/continuous/object-store.ts";
import { folderStore } from "../../src/continuous/folder-store.ts";
import { openReports } from "../../src/continuous/reports.ts";
import { aFinding, stream } from "../support/findings.ts";
import { aFolder } from "../support/folder.ts";

describe("the reports of a run in a store", () => {
  const folder = aFolder();

  it("may be a workbook beside texts", async () => {
    const store = folderStore(folder());
    const reports = await openReports("r", store, ["xlsx", "csv"]);
    for (const record of stream([aFinding()])) await reports.write(record);
    expect(await reports.finish()).to.deep.equal([
      "runs/r/reports/findings.xlsx",
      "runs/r/reports/findings.csv",
    ]);
    const stored = await store.get("runs/r/reports/findings.xlsx");
    if (stored === null) throw new Error("there is no workbook");
    const { sheets } = await readXlsx(await bytesOf(stored));
    expect(sheets[1]?.rows[1]?.[0]).to.equal("FAILURE");
  });
});
