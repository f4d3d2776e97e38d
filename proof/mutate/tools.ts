import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const ROOT: string = join(import.meta.dirname, "../..");

/** Tools are no dependencies of the project; they are installed here when they are first needed. */
export const TOOL: string = join(ROOT, ".tools/mutation");
const PACKAGES = ["@stryker-mutator/instrumenter@9.6.1", "esbuild@0.28.2"];

/** Lines and columns from 0. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is used of Stryker's type of that name. */
export interface StrykerMutant {
  readonly id: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
  /** `Ignored` where a comment `Stryker disable` stands. */
  readonly status?: string;
  readonly statusReason?: string;
}

interface SourceFile {
  readonly name: string;
  readonly content: string;
  readonly mutate: boolean;
}

interface Instrumented {
  readonly files: readonly SourceFile[];
  readonly mutants: readonly StrykerMutant[];
}

interface Stryker {
  readonly Instrumenter: new (logger: object) => {
    instrument(files: readonly SourceFile[], options: object): Promise<Instrumented>;
  };
}

interface Esbuild {
  transformSync(text: string, options: object): { readonly code: string };
}

export interface Tools {
  instrument(files: readonly SourceFile[]): Promise<Instrumented>;
  /** TypeScript as a CommonJS module; throws where it does not parse. */
  compile(path: string, text: string): string;
}

const install = (): void => {
  if (existsSync(join(TOOL, "node_modules/esbuild"))) return;
  mkdirSync(TOOL, { recursive: true });
  writeFileSync(join(TOOL, "package.json"), '{"private":true}');
  const { status } = spawnSync("npm", ["install", "--save-exact", "--no-audit", "--no-fund", ...PACKAGES], {
    cwd: TOOL,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Stryker's instrumenter could not be installed");
};

const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: console.warn, isDebugEnabled: () => false };

export const tools = async (): Promise<Tools> => {
  install();
  const fromTool = createRequire(join(TOOL, "package.json"));
  const address = pathToFileURL(
    join(TOOL, "node_modules/@stryker-mutator/instrumenter/dist/src/index.js"),
  ).href;
  const { Instrumenter } = (await import(address)) as Stryker;
  const { transformSync } = fromTool("esbuild") as Esbuild;
  return {
    instrument: (files) =>
      new Instrumenter(SILENT).instrument(files, {
        plugins: null,
        ignorers: [],
        // Words for people are not what is tested here.
        excludedMutations: ["StringLiteral"],
      }),
    compile: (path, text) =>
      transformSync(text, {
        loader: path.endsWith(".json") ? "json" : "ts",
        format: "cjs",
        target: "node20",
        supported: { "dynamic-import": false },
        define: {
          "import.meta.dirname": JSON.stringify(join(path, "..")),
          "import.meta.filename": JSON.stringify(path),
          "import.meta.url": JSON.stringify(pathToFileURL(path).href),
        },
        logLevel: "silent",
      }).code,
  };
};
