/**
 * Shows our SARIF to Microsoft's validator with GitHub's rules, and fails on any error in its report.
 *
 * The validator is a program of 100 MB for Linux: it is fetched from npm when it is first needed, into .tools/. Its own
 * exit status is 0 whatever it finds, and its npm launcher breaks on the `;` of its options: so the program is started
 * directly and its report is read. A file that is known to be bad must be found bad, or the check proves nothing.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { SarifLog } from "../src/exporters/sarif/builder.ts";
import { files } from "../test/exporters/sarif/render.ts";
import { SAMPLES } from "../test/exporters/sarif/samples.ts";

const PACKAGE = "@microsoft/sarif-multitool-linux";
const VERSION = "5.7.0";
const TOOLS = resolve(import.meta.dirname, "../.tools/sarif-multitool");
const PROGRAM = join(TOOLS, "node_modules", PACKAGE, "Sarif.Multitool");

/** GitHub's rules are off unless a policy turns them on. GH1004 stays off: it knows limits of 2021 (5 runs, 1,000 results). */
const POLICY = [
  "GH1001.ProvideRequiredLocationProperties",
  "GH1002.InlineThreadFlowLocations",
  "GH1003.ProvideRequiredRegionProperties",
  "GH1005.LocationsMustBeRelativeUrisOrFilePaths",
]
  .map((rule) => `<Properties Key="${rule}.Options"><Property Key="RuleEnabled" Value="Error"/></Properties>`)
  .join("\n");

/** SARIF2005 asks for the tool's home page, and the package names none. */
const EXPECTED: ReadonlySet<string> = new Set(["SARIF2005"]);

/** The validator takes a minute for 25,000 results; the OASIS schema is tried on them in the test suite. */
const TOO_LONG = "25,001 findings in full";

interface Complaint {
  readonly file: string;
  readonly rule: string;
  readonly level: string;
  readonly says: string;
}

const install = (): void => {
  if (existsSync(PROGRAM)) return;
  mkdirSync(TOOLS, { recursive: true });
  const { status } = spawnSync(
    "npm",
    [
      "install",
      "--prefix",
      TOOLS,
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      `${PACKAGE}@${VERSION}`,
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  if (status !== 0) throw new Error(`${PACKAGE}@${VERSION} could not be installed`);
  chmodSync(PROGRAM, 0o755);
};

/** A validator that passes a file over has no complaint either: one must come once the tool's address is taken away. */
const expectHeard = (folder: string, name: string, text: string): void => {
  const log = JSON.parse(text) as SarifLog;
  for (const run of log.runs) delete run.tool.driver.informationUri;
  writeFileSync(join(folder, `planted-${name}`), JSON.stringify(log));
  if (validate(folder, `planted-${name}`).length === 0)
    throw new Error(`${name}: the validator has nothing to say of it, whatever it holds`);
};

const validate = (folder: string, name: string): readonly Complaint[] => {
  const report = join(folder, `${name}.report`);
  const { status, stderr } = spawnSync(
    PROGRAM,
    [
      "validate",
      join(folder, name),
      "--rule-kind",
      "Sarif;Ghas",
      "--config",
      join(folder, "policy.xml"),
      "--level",
      "Error;Warning",
      "--max-file-size-in-kb",
      "1000000",
      "--output",
      report,
      "--log",
      "ForceOverwrite",
    ],
    {
      encoding: "utf8",
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
      maxBuffer: 1 << 28,
    },
  );
  const text = existsSync(report) ? readFileSync(report, "utf8") : "";
  if (text === "") throw new Error(`${name}: the validator left no report (status ${status}) ${stderr}`);
  const [run] = (JSON.parse(text) as SarifLog).runs;
  if (run?.results === undefined || run.invocations?.every((one) => one.executionSuccessful) !== true)
    throw new Error(`${name}: the validator did not come to its end`);
  const crashes = (run.invocations ?? []).flatMap(({ toolExecutionNotifications = [] }) =>
    toolExecutionNotifications.filter(({ level }) => level === "error"),
  );
  return [
    ...crashes.map(({ message, descriptor }) => ({
      file: name,
      rule: descriptor?.id ?? "crash",
      level: "error",
      says: message.text ?? "",
    })),
    ...run.results.map(({ ruleId = "", level = "warning", message }) => ({
      file: name,
      rule: ruleId,
      level,
      says: [message.text, message.id, ...(message.arguments ?? [])].join(" ").trim(),
    })),
  ];
};

if (process.platform !== "linux" || process.arch !== "x64") {
  console.log("check:sarif SKIPPED: the validator runs on Linux x64 only");
  process.exit(0);
}

install();
const folder = mkdtempSync(join(tmpdir(), "postern-sarif-"));
try {
  writeFileSync(
    join(folder, "policy.xml"),
    `<?xml version="1.0" encoding="utf-8"?>\n<Properties>\n${POLICY}\n</Properties>\n`,
  );
  const bad = [...files(SAMPLES[1]?.[1] ?? []).values()]
    .join("")
    .replace(/"uri":"[^"]+"/, '"uri":"arn:aws:ses:x"');
  writeFileSync(join(folder, "bad.sarif"), bad);
  if (!validate(folder, "bad.sarif").some(({ level }) => level === "error"))
    throw new Error("the validator lets pass a file that GitHub refuses");

  let checked = 0;
  const complaints: Complaint[] = [];
  for (const [title, records, options] of SAMPLES.filter(([title]) => title !== TOO_LONG))
    for (const [part, text] of files(records, options)) {
      const name = `${title.replaceAll(/\W+/g, "-")}${part}.sarif`;
      writeFileSync(join(folder, name), text);
      const found = validate(folder, name);
      if (found.length === 0) expectHeard(folder, name, text);
      complaints.push(...found);
      checked += 1;
    }
  const counts = new Map<string, number>();
  for (const { rule, level } of complaints)
    counts.set(`${level} ${rule}`, (counts.get(`${level} ${rule}`) ?? 0) + 1);
  for (const [key, count] of counts) console.log(`${key}: ${count}`);
  const wrong = complaints.filter(({ level, rule }) => level === "error" || !EXPECTED.has(rule));
  for (const { file, rule, level, says } of wrong.slice(0, 20))
    console.log(`${file}: ${level} ${rule} ${says}`);
  console.log(`check:sarif: ${checked} files, ${wrong.length} errors and unexpected warnings`);
  if (checked === 0 || wrong.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
