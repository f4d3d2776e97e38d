import { mkdtempSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { pendingFile } from "../files/pending-file.ts";
import { findChromium, printPage } from "./chromium.ts";
import type { DocumentPlace } from "./document-place.ts";

/** The same page gives the same bytes but for the time of printing, which stands in each of these. */
const DATE = /(?<=\/(?:Creation|Mod)Date \(D:)\d{14}/g;

/** The number of an element in the tree of its tags: the browser counts on from the pages that it has shown before. */
const ELEMENT = /(?<=\(node)\d{8}(?=\))/g;

/** A PDF with the time of the run, as ISO 8601, in the place of that of printing, and with elements that are counted from 1. */
const settled = (pdf: Buffer, time: string): Buffer => {
  // Latin 1 keeps every byte as it is.
  const text = pdf.toString("latin1");
  let first = Infinity;
  for (const [number] of text.matchAll(ELEMENT)) first = Math.min(first, Number(number));
  return Buffer.from(
    text
      .replaceAll(DATE, time.replaceAll(/\D/g, "").slice(0, 14))
      .replaceAll(ELEMENT, (number) => String(Number(number) - first + 1).padStart(8, "0")),
    "latin1",
  );
};

/**
 * Where a page goes that a browser prints to a PDF once it is whole.
 *
 * @throws an output problem without a browser
 */
export const printedFile = async (
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DocumentPlace> => {
  const browser = findChromium(env);
  const file = await pendingFile(path);
  const folder = mkdtempSync(join(tmpdir(), "postern-print-"));
  const page = await pendingFile(join(folder, "report.html"));
  const stop = new AbortController();
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return {
    append: (piece) => page.append("bytes" in piece ? piece.bytes : piece.text),
    finish: async (judgedAt) => {
      await page.finish();
      await page.commit();
      const pdf = join(folder, "report.pdf");
      const place = { page: pathToFileURL(page.path), pdf, profile: join(folder, "profile") };
      await printPage(browser, place, env, stop.signal);
      await file.append(settled(await readFile(pdf), judgedAt));
      const sha256 = await file.finish();
      await clear();
      return [{ name: basename(path), sha256 }];
    },
    switch: () => file.switch(),
    discard: async () => {
      stop.abort();
      await file.discard();
      await clear();
    },
  };
};
