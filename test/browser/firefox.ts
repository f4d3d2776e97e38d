import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A Firefox that shows one page at a time. */
export interface Firefox {
  open(url: string): Promise<void>;
  /** Runs a script in the page; answers what it returns. */
  inPage(script: string): Promise<unknown>;
  /** What Firefox had to say of the page since it was opened: of its script and its content security policy. */
  complaints(): Promise<readonly string[]>;
  prefer(scheme: "light" | "dark"): Promise<void>;
  /** The width of the page itself, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** PDF of the page on A4. */
  print(): Promise<Buffer>;
  close(): Promise<void>;
}

/** $POSTERN_FIREFOX, or one on the PATH; null where there is none. */
export const findFirefox = (): string | null => {
  const named = process.env["POSTERN_FIREFOX"];
  if (named !== undefined && named !== "") return named;
  return (
    (process.env["PATH"] ?? "")
      .split(":")
      .flatMap((folder) => ["firefox", "firefox-esr"].map((name) => join(folder, name)))
      .find((path) => existsSync(path)) ?? null
  );
};

/** How long Firefox may take to start, in milliseconds. */
const START = 60_000;

/** 0 is dark, 1 is light. */
const SCHEME = "layout.css.prefers-color-scheme.content-override";

const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  // One that is free; Firefox writes it into the profile.
  "marionette.port": 0,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  [SCHEME]: 1,
};

/**
 * Starts a Firefox with a profile of its own and speaks to it by Marionette, its protocol for tests. Playwright drives only builds of
 * its own, which no package carries.
 */
export const openFirefox = async (path: string): Promise<Firefox> => {
  const home = mkdtempSync(join(tmpdir(), "postern-firefox-"));
  const preferences = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(home, "user.js"), preferences.join(""));
  const flags = [
    "--headless",
    "--marionette",
    "--remote-allow-system-access",
    "--no-remote",
    "--profile",
    home,
  ];
  const child = spawn(path, flags, { env: { ...process.env, HOME: home }, stdio: "ignore" });
  const clear = async (): Promise<void> => {
    if (child.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const ask = speak(await connected(await portOf(home, child)));
    await ask("WebDriver:NewSession", {});
    return driven(ask, clear);
  } catch (error) {
    await clear();
    throw error;
  }
};

const portOf = async (home: string, child: ChildProcess): Promise<number> => {
  const file = join(home, "MarionetteActivePort");
  for (const end = Date.now() + START; Date.now() < end; await setTimeout(100)) {
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}`);
    const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    if (port > 0) return port;
  }
  throw new Error("Firefox did not say where it listens");
};

const connected = async (port: number): Promise<Socket> => {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
};

type Ask = (command: string, parameters: object) => Promise<unknown>;

/** Messages are JSON with its length in bytes and a colon before it: `[0, id, command, parameters]`, `[1, id, error, result]`. */
const speak = (socket: Socket): Ask => {
  const waiting = new Map<number, (answer: readonly unknown[]) => void>();
  let rest = Buffer.alloc(0);
  let count = 0;
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(":"); at > 0; at = rest.indexOf(":")) {
      const end = at + 1 + Number(rest.subarray(0, at).toString());
      if (rest.length < end) return;
      const message: unknown = JSON.parse(rest.subarray(at + 1, end).toString());
      rest = rest.subarray(end);
      if (Array.isArray(message)) waiting.get(Number(message[1]))?.(message);
    }
  });
  return async (command, parameters) => {
    const id = (count += 1);
    const answer = new Promise<readonly unknown[]>((take) => waiting.set(id, take));
    const text = JSON.stringify([0, id, command, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, result] = await answer;
    if (error !== null) throw new Error(`${command}: ${JSON.stringify(error)}`);
    return result;
  };
};

const valueOf = (result: unknown): unknown =>
  typeof result === "object" && result !== null && "value" in result ? result.value : result;

const driven = (ask: Ask, clear: () => Promise<void>): Firefox => {
  /** In the page, or with all rights in Firefox itself. */
  const run = async (context: "content" | "chrome", script: string): Promise<unknown> => {
    await ask("Marionette:SetContext", { value: context });
    return valueOf(await ask("WebDriver:ExecuteScript", { script, args: [], sandbox: "default" }));
  };
  const inPage = (script: string): Promise<unknown> => run("content", script);
  const navigate = async (url: string): Promise<void> => {
    await ask("Marionette:SetContext", { value: "content" });
    await ask("WebDriver:Navigate", { url });
  };
  const file = async (command: string, parameters: object): Promise<Buffer> => {
    await ask("Marionette:SetContext", { value: "content" });
    return Buffer.from(String(valueOf(await ask(command, parameters))), "base64");
  };
  /** Firefox tells the page of a change a moment later. */
  const until = async (wanted: unknown, script: string): Promise<void> => {
    for (const end = Date.now() + START; (await inPage(script)) !== wanted; await setTimeout(20))
      if (Date.now() > end) throw new Error(`Firefox never came to ${String(wanted)}: ${script}`);
  };
  let address = "";
  return {
    inPage,
    open: async (url) => {
      address = url;
      await run("chrome", "Services.console.reset();");
      await navigate(url);
    },
    complaints: async () => {
      const said = await run(
        "chrome",
        `return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError && one.sourceName === ${JSON.stringify(address)})
          .map((one) => one.category + " " + one.lineNumber + ": " + one.errorMessage);`,
      );
      return Array.isArray(said) ? said.map(String) : [];
    },
    prefer: async (scheme) => {
      const isDark = scheme === "dark";
      await run("chrome", `Services.prefs.setIntPref(${JSON.stringify(SCHEME)}, ${isDark ? 0 : 1});`);
      await until(isDark, `return matchMedia("(prefers-color-scheme: dark)").matches`);
    },
    resize: async (width, height) => {
      await run(
        "chrome",
        `const { style } = window.gBrowser.selectedBrowser; style.flex = "none"; style.width = "${width}px"; style.height = "${height}px";`,
      );
      await until(width, "return innerWidth");
    },
    print: () => file("WebDriver:Print", { background: true, page: { width: 21, height: 29.7 } }),
    close: clear,
  };
};
