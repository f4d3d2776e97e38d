import { expect } from "chai";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";
import { findChromium, readPdf, type Found } from "./chromium.ts";

const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

describe("-f pdf", function () {
  this.timeout(120_000);
  const folder = aFolder();
  const at = (path: string): string => join(folder(), path);
  const analyze = (
    format: string,
    env: Readonly<Record<string, string>>,
    ...more: readonly string[]
  ): Promise<Outcome> => {
    writeFileSync(at("p.json"), OPEN);
    return postern(["analyze", "p.json", "--now", "2026-11-23T16:00:00Z", "-f", format, ...more], {
      cwd: folder(),
      env,
    });
  };
  const leftovers = (): readonly string[] => [
    ...readdirSync(folder()).filter((name) => name.endsWith(".part")),
    ...readdirSync(tmpdir()).filter((name) => name.startsWith("postern-print-")),
  ];

  describe("with a browser", () => {
    let found: Found | null = null;

    before(async function () {
      found = await findChromium();
      if (found === null) this.skip();
    });

    const print = async (path: string): Promise<Buffer> => {
      const env = { PATH: process.env["PATH"] ?? "", POSTERN_CHROMIUM: found?.path ?? "", ...found?.env };
      const { code, stderr } = await analyze(`pdf=${path}`, env);
      expect(code, stderr).to.equal(1);
      return readFileSync(at(path));
    };

    it("prints the report with bookmarks, page numbers and the time of the run, the same bytes each time", async () => {
      const [one, other] = [await print("one.pdf"), await print("other.pdf")];
      const text = one.toString("latin1");
      expect(text)
        .to.match(/^%PDF-/)
        .and.to.include("/Outlines");
      expect(text.match(/\/(?:Creation|Mod)Date \(D:\d{14}/g)).to.deep.equal([
        "/CreationDate (D:20261123160000",
        "/ModDate (D:20261123160000",
      ]);
      expect(one.equals(other)).to.equal(true);
      expect(leftovers()).to.deep.equal([]);
    });

    it("says what the page says", async function () {
      await print("report.pdf");
      const pdf = readPdf(at("report.pdf"));
      if (pdf === null) return this.skip();
      expect(pdf.text).to.include("Anyone with an AWS account can send mail as p");
      expect(pdf.text).to.match(/Page 1 of \d+/);
    });
  });

  it("needs a file", async () => {
    const { code, stderr } = await analyze("pdf", {});
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr:
        "postern: the format pdf is one file, and is not written to the standard output. Name a file: -f pdf=report.pdf.\n",
    });
  });

  it("says what is missing where there is no browser, before anything is read", async () => {
    const { code, stderr } = await analyze("pdf=report.pdf", { POSTERN_CHROMIUM: "/nowhere/chromium" });
    expect({ code, stderr }).to.deep.equal({
      code: 4,
      stderr:
        "postern: the browser that POSTERN_CHROMIUM names is not there: /nowhere/chromium. Install one or name it in POSTERN_CHROMIUM, or write -f html and print that.\n",
    });
  });

  it("leaves the earlier report where the browser fails", async () => {
    writeFileSync(at("report.pdf"), "earlier");
    const env = { POSTERN_CHROMIUM: process.execPath };
    const { code, stderr } = await analyze("pdf=report.pdf", env, "--fail-on", "never");
    expect(code).to.equal(4);
    expect(stderr).to.include("did not print the report. Name another browser in POSTERN_CHROMIUM");
    expect(readFileSync(at("report.pdf"), "utf8")).to.equal("earlier");
    expect(leftovers()).to.deep.equal([]);
    expect(existsSync(at("postern-manifest.json"))).to.equal(false);
  });
});
