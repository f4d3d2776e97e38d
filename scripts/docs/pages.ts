import { programOf } from "../../src/cli/program.ts";
import { rulePage } from "../../src/cli/rule-page.ts";
import type { Io } from "../../src/cli/io.ts";
import { VERSION } from "../../src/version.ts";
import { RULES } from "../../src/rules/index.ts";
import { commandLine } from "./command-line.ts";
import { conditionKeysPage } from "./condition-keys.ts";
import { readmePage } from "./exit-codes.ts";
import { manPage } from "./man-page.ts";
import { complianceMatrix } from "./compliance-matrix.ts";
import { rulesIndex } from "./rules-index.ts";
import { sourceCodePage } from "./source-code.ts";

/** Every generated page, by its path below docs/. */
export const generatedPages = async (): Promise<ReadonlyMap<string, string>> => {
  const program = await programOf(
    IDLE,
    () => undefined,
    () => true,
  );
  return new Map([
    ...RULES.map((rule) => [`rules/${rule.meta.id}.md`, rulePage(rule)] as const),
    ["rules/README.md", rulesIndex(RULES)],
    ["rules/compliance.md", complianceMatrix(RULES)],
    ["condition-keys.md", conditionKeysPage()],
    ["source-code.md", sourceCodePage()],
    ["command-line.md", commandLine(program)],
    ["postern.1", manPage(program, VERSION)],
    ["../README.md", readmePage()],
  ]);
};

/** Commands are described and not run; none of this is touched. */
const IDLE: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: {},
  cwd: ".",
  signal: new AbortController().signal,
  clock: () => "",
};
