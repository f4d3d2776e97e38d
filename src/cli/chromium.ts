import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { Readable, Writable } from "node:stream";
import { problem } from "../model/problem.ts";
import { devTools, type DevTools } from "./devtools.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What browsers made from Chromium are called on the PATH; the first holds half of the memory of the others. */
const NAMES = [
  "chrome-headless-shell",
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
    // `--print-to-pdf` hangs in builds that lack the page by which it works.
    "--remote-debugging-pipe",
    "about:blank",
  ];
  const child = spawn(browser, argv, {
    env: withoutSecrets(env),
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    killSignal: "SIGKILL",
  });
  const [, , , commands, answers] = child.stdio;
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  const begun = Date.now();
  try {
    if (!isWritable(commands) || !isReadable(answers)) throw new Error("no pipes");
    const tools = devTools(commands, answers);
    await printWith(tools, page, pdf);
    await tools.call("Browser.close").catch(() => ({}));
  } catch {
    child.kill("SIGKILL");
    await ended;
    signal.throwIfAborted();
    throw failed(browser, Date.now() - begun >= PATIENCE);
  }
  await ended;
};

const isWritable = (stream: unknown): stream is Writable => stream instanceof Writable;
const isReadable = (stream: unknown): stream is Readable => stream instanceof Readable;

/** Reads the PDF in pieces, so that it is never held as a whole. */
const printWith = async (tools: DevTools, page: URL, pdf: string): Promise<void> => {
  const { targetId } = await tools.call("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await tools.call("Target.attachToTarget", { targetId, flatten: true });
  if (typeof sessionId !== "string") throw new Error("no session");
  await tools.call("Page.enable", {}, sessionId);
  const loaded = tools.next("Page.loadEventFired");
  const [{ errorText }] = await Promise.all([
    tools.call("Page.navigate", { url: page.href }, sessionId),
    loaded,
  ]);
  if (typeof errorText === "string") throw new Error(errorText);
  const { stream } = await tools.call(
    "Page.printToPDF",
    {
      // The page numbers are the report's own.
      displayHeaderFooter: false,
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      transferMode: "ReturnAsStream",
    },
    sessionId,
  );
  const file = await open(pdf, "w", 0o600);
  try {
    for (let isOver = false; !isOver;) {
      const { data, base64Encoded, eof } = await tools.call(
        "IO.read",
        { handle: stream, size: PIECE },
        sessionId,
      );
      if (typeof data === "string")
        await file.write(Buffer.from(data, base64Encoded === true ? "base64" : "utf8"));
      isOver = eof !== false;
    }
  } finally {
    await file.close();
  }
};

/** In bytes. */
const PIECE = 1_000_000;

const failed = (browser: string, isLate: boolean): Error =>
  problem({
    what: isLate
      ? `${browser} did not print the report within ${PATIENCE / 60_000} minutes`
      : `${browser} did not print the report`,
    todo: "Name another browser in POSTERN_CHROMIUM, or write -f html and print that.",
    kind: "output",
  });
