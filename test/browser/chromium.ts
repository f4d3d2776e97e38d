import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { HEAVY } from "../support/heavy.ts";

export interface Found {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** $POSTERN_CHROMIUM, one on the PATH, or (Linux on x64) the one that npm has brought; null where there is none. */
export const findChromium = async (): Promise<Found | null> => {
  const named = process.env["POSTERN_CHROMIUM"];
  if (named !== undefined && named !== "") return { path: named };
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const path = onPath(name);
    if (path !== null) return { path };
  }
  return pinnedChromium();
};

/** The one that npm has brought, which is the same on every machine; null elsewhere than on Linux and x64. */
export const pinnedChromium = async (): Promise<Found | null> =>
  process.platform === "linux" && process.arch === "x64" ? await fromNpm() : null;

const onPath = (name: string): string | null =>
  (process.env["PATH"] ?? "")
    .split(":")
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path)) ?? null;

/**
 * The package unpacks its browser into the temporary folder, and the libraries that a bare system lacks only where
 * it believes to run in Lambda. What it changes in the environment is taken back: other tests run in this process.
 */
const fromNpm = async (): Promise<Found> => {
  const before = { ...process.env };
  const folder = join(tmpdir(), "postern-chromium");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.env["TMPDIR"] = folder;
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x";
  try {
    const { default: packed } = await import("@sparticuz/chromium");
    const path = await packed.executablePath();
    const { LD_LIBRARY_PATH = "" } = process.env;
    const fonts = join(folder, "fonts.conf");
    // The packed configuration looks for its fonts in /tmp alone, and a browser without any font crashes.
    writeFileSync(
      fonts,
      `<fontconfig><dir>/usr/share/fonts</dir><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
    );
    return { path, env: { LD_LIBRARY_PATH, HOME: folder, FONTCONFIG_FILE: fonts } };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
};

/** A real browser; null where there is none and `POSTERN_HEAVY` is not set. */
export const openBrowser = async (): Promise<Browser | null> => {
  const found = await findChromium();
  if (found === null) {
    const advice = "no Chromium: install chromium, or name one in POSTERN_CHROMIUM";
    if (HEAVY) throw new Error(advice);
    process.stderr.write(`  the report was not looked at in a browser: ${advice}\n`);
    return null;
  }
  return chromium.launch({
    executablePath: found.path,
    args: ARGUMENTS,
    ...(found.env === undefined ? {} : { env: found.env }),
  });
};

/** The text of a PDF, and what its head says of it; null where poppler is not installed. */
export const readPdf = (file: string): { readonly text: string; readonly info: string } | null =>
  onPath("pdftotext") === null || onPath("pdfinfo") === null
    ? null
    : {
        text: execFileSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8", maxBuffer: 2 ** 28 }),
        info: execFileSync("pdfinfo", [file], { encoding: "utf8" }),
      };
