import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { problem } from "../model/problem.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What browsers made from Chromium are called on the PATH. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "chrome",
];

/** Where macOS and Windows install them, which is on no PATH. */
const placesOf = (env: Environment): readonly string[] =>
  process.platform === "darwin"
    ? ["Google Chrome", "Chromium", "Microsoft Edge"].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      )
    : [env["ProgramFiles"], env["ProgramFiles(x86)"]].flatMap((folder) =>
        folder === undefined || folder === ""
          ? []
          : [
              join(folder, "Google/Chrome/Application/chrome.exe"),
              join(folder, "Microsoft/Edge/Application/msedge.exe"),
            ],
      );

/** The browser that $POSTERN_CHROMIUM names, or one that is installed. @throws an output problem where there is none. */
export const findChromium = (env: Environment): string => {
  const named = env["POSTERN_CHROMIUM"];
  const found =
    named !== undefined && named !== ""
      ? [named]
      : [
          ...(env["PATH"] ?? "")
            .split(delimiter)
            .filter((folder) => folder !== "")
            .flatMap((folder) => NAMES.map((name) => join(folder, name))),
          ...placesOf(env),
        ];
  const path = found.find((one) => existsSync(one));
  if (path !== undefined) return path;
  throw problem({
    what:
      named === undefined || named === ""
        ? "a PDF needs Chromium, Chrome or Edge, and none of them is installed"
        : `the browser that POSTERN_CHROMIUM names is not there: ${named}`,
    todo: "Install one or name it in POSTERN_CHROMIUM, or write -f html and print that.",
    kind: "output",
  });
};

/** In milliseconds; the largest report takes a tenth of it on an idle machine. */
const PATIENCE = 300_000;

/** Nothing but what starts a program: a browser has no use for credentials. */
const withoutSecrets = (env: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^AWS_|TOKEN|SECRET|PASSWORD/i.test(name)));

/**
 * Prints a page to a PDF with page numbers and bookmarks; `profile` is a folder for what the browser writes beside.
 *
 * @throws an output problem where the browser fails or does not end
 */
export const printPage = async (
  browser: string,
  { page, pdf, profile }: { readonly page: URL; readonly pdf: string; readonly profile: string },
  env: Environment,
  signal: AbortSignal,
): Promise<void> => {
  const argv = [
    "--headless",
    // Chromium refuses to start as root with its sandbox.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    `--user-data-dir=${profile}`,
    // The page numbers are the report's own.
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    `--print-to-pdf=${pdf}`,
    page.href,
  ];
  try {
    await promisify(execFile)(browser, argv, {
      signal,
      timeout: PATIENCE,
      killSignal: "SIGKILL",
      env: withoutSecrets(env),
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw failed(browser, error);
  }
  if (!existsSync(pdf)) throw failed(browser, null);
};

const failed = (browser: string, error: unknown): Error =>
  problem({
    what:
      error instanceof Error && "killed" in error && error.killed === true
        ? `${browser} did not print the report within ${PATIENCE / 60_000} minutes`
        : `${browser} did not print the report`,
    todo: "Name another browser in POSTERN_CHROMIUM, or write -f html and print that.",
    kind: "output",
  });
