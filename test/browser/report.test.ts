import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { visible } from "../../src/text/visible.ts";
import { emptyEstate, estate, FINDINGS } from "../exporters/html/estate.ts";
import { hostileEstate, PAYLOADS } from "../exporters/html/hostile.ts";
import { COVER, rendered } from "../exporters/html/render.ts";
import { openBrowser, readPdf } from "./chromium.ts";
import {
  BRIGHTNESS,
  BROKEN_WORDS,
  CUT_TABLES,
  hiddenOf,
  LAY_OUT_EVERYTHING,
  SIDEWAYS,
  STATES,
  STRUCTURE,
  type Structure,
} from "./in-page.ts";

interface Opened {
  readonly page: Page;
  /** Requests beside the page itself, console messages, errors and dialogs, as they came. */
  readonly noise: readonly string[];
}

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 375, height: 800 } };

const violations = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  await page.evaluate(LAY_OUT_EVERYTHING);
  // The page has no frames: axe may run in it alone, without a second page that puts the parts together.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ preload: false, resultTypes: ["violations"] });
  const found = await (rules === undefined ? axe.withTags(AXE_TAGS) : axe.withRules([...rules])).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
};

describe("the report in a browser", function () {
  this.timeout(60_000);
  let browser: Browser | null = null;
  let folder = "";
  let opened: Page[] = [];

  before(async function () {
    browser = await openBrowser();
    if (browser === null) this.skip();
    folder = mkdtempSync(join(tmpdir(), "postern-report-"));
  });
  afterEach(async () => {
    await Promise.all(opened.map((page) => page.context().close()));
    opened = [];
  });
  after(async () => {
    await browser?.close();
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  const open = async (html: string, options: BrowserContextOptions = DESKTOP): Promise<Opened> => {
    if (browser === null) throw new Error("there is no browser");
    const file = join(folder, "report.html");
    writeFileSync(file, html);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    opened.push(page);
    const noise: string[] = [];
    const address = pathToFileURL(file).href;
    page.on("request", (request) => {
      if (request.url() !== address) noise.push(`request: ${request.url().slice(0, 200)}`);
    });
    page.on("console", (message) => noise.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      noise.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(address);
    return { page, noise };
  };

  const report = rendered(estate(), COVER);

  describe("opens without a word to anyone", () => {
    for (const [name, html] of [
      ["the full estate", report],
      ["an empty estate", rendered(emptyEstate())],
    ] as const) {
      it(`${name}: no request, no console message, no error`, async () => {
        const { page, noise } = await open(html);
        await page.locator("#filter-text").count();
        expect(noise).to.deep.equal([]);
      });
    }

    it("notices what a bad page does", async () => {
      const bad = report.replace(
        "</main>",
        `<img src="http://127.0.0.1:9/x.png" alt="x" onerror="alert(1)"><p style="color:red">x</p><script>alert(1)</script></main>`,
      );
      const { noise } = await open(bad);
      expect(noise.join("\n")).to.match(/Content Security Policy/);
    });
  });

  describe("is usable by everyone", () => {
    it("axe finds nothing: light, and then printed", async () => {
      const { page } = await open(report, { ...DESKTOP, colorScheme: "light" });
      expect(await violations(page)).to.deep.equal([]);
      await page.emulateMedia({ media: "print" });
      expect(await violations(page)).to.deep.equal([]);
    });

    it("axe finds nothing: dark, and no contrast is lost where it is then printed", async () => {
      const { page } = await open(report, { ...DESKTOP, colorScheme: "dark" });
      expect(await violations(page)).to.deep.equal([]);
      await page.emulateMedia({ media: "print" });
      expect(await violations(page, ["color-contrast"])).to.deep.equal([]);
    });

    it("axe finds nothing: 375 px wide", async () => {
      const { page } = await open(report, PHONE);
      expect(await violations(page)).to.deep.equal([]);
    });

    it("axe notices a bad page", async () => {
      const { page } = await open(
        report.replace("<h4>", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><h4>'),
      );
      expect((await violations(page, ["image-alt"])).length).to.equal(1);
    });

    for (const width of [375, 320]) {
      it(`does not scroll sideways at ${width} px`, async () => {
        const { page } = await open(report, { viewport: { width, height: 800 } });
        const beyond = await page.evaluate<number>(SIDEWAYS);
        expect(beyond).to.equal(0);
      });
    }

    it("breaks no region and no state in two, on a phone and on a desktop", async () => {
      const html = readFileSync(new URL("../../reports/sample/report.html", import.meta.url), "utf8");
      const { page } = await open(html);
      for (const width of [320, 390, 1024, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate<readonly string[]>(BROKEN_WORDS), `${width} px`).to.deep.equal([]);
      }
    });

    it("cuts no table of the sample on a desktop", async () => {
      const html = readFileSync(new URL("../../reports/sample/report.html", import.meta.url), "utf8");
      const { page } = await open(html);
      for (const width of [1024, 1200, 1280, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate<readonly string[]>(CUT_TABLES), `${width} px`).to.deep.equal([]);
      }
    });

    it("is dark where dark is preferred, and white on paper", async () => {
      const { page } = await open(report, { ...DESKTOP, colorScheme: "dark" });
      expect(await page.evaluate<number>(BRIGHTNESS)).to.be.lessThan(50);
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate<number>(BRIGHTNESS)).to.equal(255);
    });

    it("says each state in words, also where colours are forced", async () => {
      const { page } = await open(report, { ...DESKTOP, forcedColors: "active" });
      const labels = await page.evaluate<string[]>(STATES);
      expect(labels).to.include.members(["Fail", "Needs review", "Not evaluated", "Pass"]);
      expect(labels).to.not.include("");
    });
  });

  describe("is sound in structure", () => {
    it("has one title, one main, landmarks, ordered headings, unique ids, and links that lead somewhere", async () => {
      const { page } = await open(report);
      const { times, ...structure } = await page.evaluate<Structure>(STRUCTURE);
      expect(structure).to.deep.equal({
        notOnce: [],
        lang: "en",
        first: "skip",
        skippedLevels: [],
        doubledIds: [],
        deadLinks: [],
        bareTables: 0,
        oddTimes: 0,
      });
      expect(times).to.be.greaterThan(0);
    });
  });

  describe("shows everything without JavaScript", () => {
    it("each finding's text and each resource is there and visible", async () => {
      const { page } = await open(report, { ...DESKTOP, javaScriptEnabled: false });
      const text = (await page.locator("main").textContent()) ?? "";
      for (const { message, resource } of FINDINGS) {
        expect(text).to.include(message);
        expect(text).to.include(resource.id);
      }
      const hidden = await page.evaluate<number>(hiddenOf("article.finding, .matrix tbody tr"));
      expect(hidden).to.equal(0);
      expect(await page.locator(".filters").isVisible()).to.equal(false);
    });

    it("each finding that is not a pass has its detail", async () => {
      const { page } = await open(report, { ...DESKTOP, javaScriptEnabled: false });
      expect(await page.locator("article.finding").count()).to.equal(
        FINDINGS.filter(({ status }) => status !== "SUCCESS").length,
      );
    });
  });

  describe("answers two readers", () => {
    it("the verdict and the first failure stand on the first screen", async () => {
      const { page } = await open(report);
      for (const selector of [".verdict .answer", ".tiles", ".worst tbody tr"]) {
        const box = await page.locator(selector).first().boundingBox();
        expect(box?.y ?? Infinity, selector).to.be.lessThan(900);
      }
    });

    it("each link of the contents lands on its part", async () => {
      const { page } = await open(report);
      for (const name of ["Findings in detail", "Exceptions register", "Results by resource"]) {
        await page.getByRole("navigation").getByRole("link", { name }).click();
        const title = page.getByRole("heading", { name, level: 2 });
        const top = async (): Promise<number> => (await title.boundingBox())?.y ?? Infinity;
        await page.waitForTimeout(200);
        expect(await top(), name).to.be.within(0, 120);
      }
    });

    it("on a phone the verdict stands on the first screen, and the contents unfold", async () => {
      const { page } = await open(report, { viewport: { width: 390, height: 844 } });
      const box = await page.locator(".verdict .sentence").boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).to.be.lessThan(844);
      const link = page.getByRole("navigation").getByRole("link", { name: "Glossary" });
      expect(await link.isVisible()).to.equal(false);
      await page.getByText("Contents", { exact: true }).click();
      expect(await link.isVisible()).to.equal(true);
    });

    it("one click leads to the marked statement, a second to the steps that mend it", async () => {
      const { page } = await open(report);
      await page.locator(".worst th a").first().click();
      const detail = page.locator("article.finding:target");
      expect(await detail.locator("mark").first().textContent()).to.equal('"Principal": "*"');
      await detail.getByText("Step by step").click();
      expect(await page.locator("article.rule:target").textContent()).to.include("Remediation");
    });
  });

  describe("filters and sorts", () => {
    it("by state and by text, says so on screen and on paper, and shows all again", async () => {
      const { page } = await open(report);
      const shown = async (): Promise<number> => page.locator(".matrix tbody:not([hidden])").count();
      const all = await shown();
      await page.locator("#filter-state").selectOption("fail");
      expect(await shown()).to.equal(3);
      await page.locator("#filter-text").fill("news.example");
      expect(await shown()).to.equal(1);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("#filter-note").isVisible()).to.equal(true);
      expect(await page.locator("#filter-note").textContent()).to.equal(
        `Filtered: 1 of ${all} resources are shown.`,
      );
      await page.emulateMedia({ media: "screen" });
      await page.locator("#filter-clear").click();
      expect(await shown()).to.equal(all);
      expect(await page.locator("#filter-note").textContent()).to.equal("");
    });

    it("by keyboard alone: skip link, a column sorted both ways", async () => {
      const { page } = await open(report);
      await page.keyboard.press("Tab");
      expect(await page.evaluate<string>("document.activeElement.className")).to.equal("skip");
      await page.keyboard.press("Enter");
      await page.waitForURL(/#main$/);
      const first = async (): Promise<string> =>
        (await page.locator(".matrix tbody th").first().textContent()) ?? "";
      await page.getByLabel("Sort by Resource").first().focus();
      await page.keyboard.press("Enter");
      expect(await first()).to.match(/^alerts@/);
      await page.keyboard.press("Space");
      expect(await first()).to.match(/^vault/);
      expect(await page.locator(".matrix th").first().getAttribute("aria-sort")).to.equal("descending");
    });
  });

  describe("prints", () => {
    for (const format of ["A4", "Letter"] as const) {
      it(`on ${format}, tagged, with page numbers and every resource`, async function () {
        const { page } = await open(report, { ...DESKTOP, javaScriptEnabled: false });
        const file = join(folder, "report.pdf");
        await page.pdf({
          path: file,
          format,
          preferCSSPageSize: true,
          printBackground: true,
          tagged: true,
          outline: true,
        });
        const pdf = readPdf(file);
        if (pdf === null) this.skip();
        const flat = pdf.text.replaceAll(/\s+/g, "");
        for (const { resource, message } of FINDINGS) {
          expect(flat).to.include(resource.id.replaceAll(/\s+/g, ""));
          expect(flat).to.include(message.replaceAll(/\s+/g, ""));
        }
        expect(flat).to.include("Nametheprincipals");
        expect(pdf.text).to.match(/Page 1 of \d+/);
        expect(pdf.info).to.match(/Tagged:\s+yes/);
        expect(pdf.info).to.match(/Title:\s+Who can send as us/);
        expect(pdf.info).to.match(format === "A4" ? /595.* x 84/ : /612 x 792/);
      });
    }
  });

  for (const [format, most] of [
    ["A4", 40],
    ["Letter", 43],
  ] as const)
    it(`prints the sample on ${format} below ${most} pages, the executive summary alone on the first, and no heading at the foot of a page`, async function () {
      const html = readFileSync(new URL("../../reports/sample/report.html", import.meta.url), "utf8");
      const { page } = await open(html, { ...DESKTOP, javaScriptEnabled: false });
      const headings = await page.locator("h2, h3, caption").allTextContents();
      const file = join(folder, `sample-${format}.pdf`);
      await page.pdf({ path: file, preferCSSPageSize: true, format, printBackground: true });
      const pdf = readPdf(file);
      if (pdf === null) this.skip();
      const pages = pdf.text.split("\f").slice(0, -1);
      expect(pages.length).to.be.below(most);
      expect(pages[0]).to.include("Executive summary").and.to.include("What to look at first");
      expect(pages[1]).to.match(/^Page 2 of \d+\s+Contents/);
      const atTheFoot = pages.flatMap((text) => {
        const last =
          text
            .trim()
            .split("\n")
            .filter((line) => !/^Page \d+ of \d+$/.test(line))
            .at(-1) ?? "";
        return headings.some((heading) => heading.trim() === last.replace(/^\d+\s+/, "")) ? [last] : [];
      });
      expect(atTheFoot).to.deep.equal([]);
    });

  describe("stays harmless", () => {
    for (const [name, payload] of [
      ["markup, template tags, control and bidirectional characters", PAYLOADS.join(" ")],
      ["names of five thousand letters", "x".repeat(5_000)],
    ] as const) {
      it(name, async () => {
        const { page, noise } = await open(
          rendered(hostileEstate(payload), {
            ...COVER,
            entity: payload,
            title: payload,
            classification: payload,
          }),
          PHONE,
        );
        expect(noise).to.deep.equal([]);
        const text = (await page.locator("body").textContent()) ?? "";
        expect(text).to.include(`news.example.com${visible(payload)}`);
        expect(await page.evaluate<number>(SIDEWAYS)).to.equal(0);
        expect((await page.evaluate<Structure>(STRUCTURE)).deadLinks).to.deep.equal([]);
      });
    }
  });
});
