import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { estate, FINDINGS } from "../exporters/html/estate.ts";
import { COVER, rendered } from "../exporters/html/render.ts";
import { readPdf } from "./chromium.ts";
import { findFirefox, openFirefox, type Firefox } from "./firefox.ts";
import { BRIGHTNESS, hiddenOf, SIDEWAYS, UNKNOWN_STYLE } from "./in-page.ts";

const SAMPLE = new URL("../../reports/sample/report.html", import.meta.url).href;

/** What other browsers call by a name of their own, beside the name that Firefox knows; and what it leaves to itself. */
const OF_OTHERS = /^(?:-webkit-|orphans: )/;

describe("the report in Firefox", function () {
  this.timeout(120_000);
  let folder = "";
  let firefox: Firefox;
  let page = "";

  before(async function () {
    const path = findFirefox();
    if (path === null) {
      process.stderr.write(
        "  the report was not looked at in Firefox: there is none; install firefox, or name one in POSTERN_FIREFOX\n",
      );
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "postern-report-"));
    writeFileSync(join(folder, "report.html"), rendered(estate(), COVER));
    page = pathToFileURL(join(folder, "report.html")).href;
    firefox = await openFirefox(path);
  });
  after(async () => {
    if (folder === "") return;
    await firefox.close();
    rmSync(folder, { recursive: true });
  });

  it("opens without a complaint of its script or its policy, and notices a bad page", async () => {
    for (const address of [page, SAMPLE]) {
      await firefox.open(address);
      expect(await firefox.complaints()).to.deep.equal([]);
    }
    const bad = join(folder, "bad.html");
    writeFileSync(bad, rendered(estate(), COVER).replace("</main>", "<script>alert(1)</script></main>"));
    await firefox.open(pathToFileURL(bad).href);
    // Firefox tells it when it gets to it.
    let complaints = "";
    for (let tries = 0; complaints === "" && tries < 50; tries += 1) {
      await wait(100);
      complaints = (await firefox.complaints()).join("\n");
    }
    expect(complaints).to.match(/Content-Security-Policy/);
  });

  it("knows every selector and property of the style, but for those that are of other browsers", async () => {
    await firefox.open(page);
    const unknown = (await firefox.inPage(`return ${UNKNOWN_STYLE}`)) as readonly string[];
    expect(unknown.filter((one) => !OF_OTHERS.test(one))).to.deep.equal([]);
  });

  it("has the verdict, the counts and the first failure on the first screen, in dark too", async () => {
    await firefox.resize(1280, 900);
    await firefox.open(page);
    for (const selector of [".verdict .answer", ".tiles", ".worst tbody tr"]) {
      const bottom = await firefox.inPage(
        `return document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().bottom`,
      );
      expect(bottom, selector).to.be.within(1, 900);
    }
    await firefox.prefer("dark");
    expect(await firefox.inPage(`return ${BRIGHTNESS}`)).to.be.lessThan(50);
    await firefox.prefer("light");
    expect(await firefox.inPage(`return ${BRIGHTNESS}`)).to.be.greaterThan(240);
  });

  it("does not scroll sideways on a phone, and has the verdict on its first screen", async () => {
    await firefox.resize(390, 844);
    for (const address of [page, SAMPLE]) {
      await firefox.open(address);
      expect(await firefox.inPage(`return ${SIDEWAYS}`)).to.equal(0);
    }
    expect(
      await firefox.inPage(
        `return document.querySelector(".verdict .sentence").getBoundingClientRect().bottom`,
      ),
    ).to.be.lessThan(844);
    await firefox.resize(1280, 900);
  });

  it("filters, and shows every finding and resource", async () => {
    await firefox.open(page);
    expect(await firefox.inPage(`return ${hiddenOf("article.finding, .matrix tbody tr")}`)).to.equal(0);
    const shown = await firefox.inPage(`
      const state = document.getElementById("filter-state");
      state.value = "fail";
      state.dispatchEvent(new Event("change"));
      return document.querySelectorAll(".matrix tbody:not([hidden])").length;`);
    expect(shown).to.equal(3);
  });

  it("prints everything, the sample on less than 40 pages of A4", async function () {
    const print = async (address: string): Promise<string> => {
      await firefox.open(address);
      const file = join(folder, "report.pdf");
      writeFileSync(file, await firefox.print());
      const pdf = readPdf(file);
      if (pdf === null) this.skip();
      return pdf.text;
    };
    const flat = (await print(page)).replaceAll(/\s+/g, "");
    for (const { resource, message } of FINDINGS) {
      expect(flat).to.include(resource.id.replaceAll(/\s+/g, ""));
      expect(flat).to.include(message.replaceAll(/\s+/g, ""));
    }
    const pages = (await print(SAMPLE)).split("\f").slice(0, -1);
    expect(pages.length).to.be.below(40);
    expect(pages[0]).to.include("Executive summary").and.to.include("What to look at first");
    expect(readFileSync(join(folder, "report.pdf")).subarray(0, 5).toString()).to.equal("%PDF-");
  });
});
