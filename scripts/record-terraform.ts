// Records what Terraform itself makes of random expressions and configurations, as data for the tests.
// Needs `terraform` (the data was recorded with 1.11.4), no provider and no network.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  randomConfiguration,
  type Configuration,
} from "../test/sources/terraform/recorded/random-configuration.ts";
import { randomFrom } from "../test/sources/terraform/recorded/random.ts";
import { randomExpression } from "../test/sources/terraform/recorded/random-expression.ts";

const RECORDED = fileURLToPath(new URL("../test/sources/terraform/recorded/", import.meta.url));
const EXPRESSIONS = 2_000;
const CONFIGURATIONS = 300;
const SEED = 20261129;

/** Null where Terraform refuses the expression. */
type Recorded = readonly [expression: string, json: string | null];

interface Plan {
  readonly planned_values: { readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>> };
}

const terraform = (folder: string, ...args: readonly string[]): string => {
  const run = spawnSync("terraform", args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: process.env["PATH"], HOME: folder, CHECKPOINT_DISABLE: "1" },
  });
  if (run.error !== undefined) throw run.error;
  return run.stdout;
};

/** The outputs of a plan; null where there is none, with the lines of `main.tf` that are at fault. */
const planned = (folder: string): { readonly plan: Plan | null; readonly lines: readonly number[] } => {
  const log = terraform(folder, "plan", "-json", "-input=false", "-out=plan");
  const lines = log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map(
      (line) =>
        JSON.parse(line) as {
          readonly diagnostic?: {
            readonly severity: string;
            readonly range?: { readonly start: { readonly line: number } };
          };
        },
    )
    .flatMap(({ diagnostic }) =>
      diagnostic?.severity === "error" ? [diagnostic.range?.start.line ?? 0] : [],
    );
  return {
    plan: lines.length > 0 ? null : (JSON.parse(terraform(folder, "show", "-json", "plan")) as Plan),
    lines,
  };
};

const recordExpressions = (expressions: readonly string[], folder: string): readonly Recorded[] => {
  const results = new Map<string, string | null>();
  let left = [...new Set(expressions)];
  while (left.length > 0) {
    const text = left.map(
      (expression, at) => `output "o${at}" { value = try(jsonencode(${expression}), "refused") }`,
    );
    writeFileSync(join(folder, "main.tf"), `${text.join("\n")}\n`);
    const { plan, lines } = planned(folder);
    if (plan !== null) {
      for (const [at, expression] of left.entries()) {
        const value = plan.planned_values.outputs?.[`o${at}`]?.value;
        if (typeof value === "string") results.set(expression, value === "refused" ? null : value);
      }
      break;
    }
    // Refused before anything is evaluated, so that `try` does not help.
    const wrong = new Set(lines.map((line) => left[line - 1]));
    if (lines.includes(0) || lines.length === 0) throw new Error("terraform failed without a line");
    for (const expression of wrong) if (expression !== undefined) results.set(expression, null);
    left = left.filter((expression) => !wrong.has(expression));
  }
  return [...new Set(expressions)].flatMap((expression): readonly Recorded[] => {
    const result = results.get(expression);
    return result === undefined ? [] : [[expression, result]];
  });
};

/** The JSON of each output, `refused` where Terraform refuses it, null where it does not know it yet; null as a whole where it refuses the configuration. */
const recordConfiguration = (
  { files, outputs }: Configuration,
  folder: string,
): readonly (string | null)[] | null => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const asked = outputs.map(
    (expression, at) => `output "o${at}" {\n  value = try(jsonencode(${expression}), "refused")\n}\n`,
  );
  writeFileSync(join(folder, "outputs.tf"), asked.join(""));
  if (Object.keys(files).some((path) => path.includes("/"))) terraform(folder, "get");
  const { plan } = planned(folder);
  return plan === null
    ? null
    : outputs.map((_, at) => {
        const value = plan.planned_values.outputs?.[`o${at}`]?.value;
        return typeof value === "string" ? value : null;
      });
};

const folder = mkdtempSync(join(tmpdir(), "record-terraform-"));
try {
  const random = randomFrom(SEED);
  const written = readFileSync(join(RECORDED, "expressions.txt"), "utf8").trimEnd().split("\n");
  const expressions = new Set<string>();
  while (expressions.size < EXPRESSIONS) {
    const expression = randomExpression(random);
    if (expression.length < 300) expressions.add(expression);
  }
  const here = join(folder, "expressions");
  mkdirSync(here);
  cpSync(join(RECORDED, "variables.tf"), join(here, "variables.tf"));
  const all = recordExpressions([...written, ...expressions], here);
  writeFileSync(
    join(RECORDED, "expressions.json"),
    `[\n${all.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`,
  );
  console.log(`${all.length} expressions, ${all.filter(([, json]) => json === null).length} refused`);
  const configurations = Array.from({ length: CONFIGURATIONS }, (_, at) => {
    const configuration = randomConfiguration(randomFrom(SEED + at));
    return { ...configuration, results: recordConfiguration(configuration, join(folder, `c${at}`)) };
  });
  writeFileSync(
    join(RECORDED, "configurations.json"),
    `[\n${configurations.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`,
  );
  console.log(
    `${configurations.length} configurations, ${configurations.filter(({ results }) => results === null).length} refused`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
