import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { print, type Term } from "./term.ts";
import type { Variable } from "./text.ts";

const VERSION = "5.2.0";
const TOOL = join(import.meta.dirname, "../../.tools/z3");

/** What is used of z3-solver, whose own types are there only once it is installed. */
interface Solver {
  readonly Z3: {
    mk_config(): object;
    mk_context(config: object): object;
    del_config(config: object): void;
    del_context(context: object): void;
    eval_smtlib2_string(context: object, script: string): Promise<string>;
  };
}

const install = (): void => {
  if (existsSync(join(TOOL, "node_modules/z3-solver"))) return;
  mkdirSync(TOOL, { recursive: true });
  writeFileSync(join(TOOL, "package.json"), '{"private":true}');
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", `z3-solver@${VERSION}`], {
    cwd: TOOL,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("z3 could not be installed");
};

/** What z3 says; where it can be satisfied, a value for each name and for each further term, in SMT-LIB. */
export interface Answer {
  readonly says: "sat" | "unsat" | "unknown";
  readonly values: ReadonlyMap<string, string>;
  readonly terms: readonly string[];
}

export type Ask = (formula: Term, variables: readonly Variable[], terms: readonly Term[]) => Promise<Answer>;

/** Milliseconds for one question. */
const TIMEOUT = 20_000;

const script = (formula: Term, variables: readonly Variable[], terms: readonly Term[]): string => {
  const once = [...new Map(variables.map((variable) => [variable.names.join(), variable])).values()];
  const { definitions, texts } = print([formula, ...once.map(({ domain }) => domain), ...terms]);
  const asserted = texts.slice(0, texts.length - terms.length);
  const named = terms.map(
    (_, index) => `(define-fun told${index} () Bool ${texts[asserted.length + index] ?? ""})`,
  );
  const names = [...once.flatMap((one) => one.names), ...terms.map((_, index) => `told${index}`)];
  return [
    `(set-option :timeout ${TIMEOUT})`,
    ...once.flatMap((one) => one.names.map((name) => `(declare-const ${name} ${one.sort})`)),
    ...definitions,
    ...named,
    ...asserted.map((text) => `(assert ${text})`),
    "(check-sat)",
    `(get-value (${names.join(" ")}))`,
  ].join("\n");
};

/** `((name value) …)` */
const read = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/\(([a-z][^\s()]*) ([^\s()]+|\((?:[^()]|\([^()]*\))*\))\)/g)].map((match) => [
      match[1] ?? "",
      match[2] ?? "",
    ]),
  );

/** Loads z3, which is installed on demand below .tools/ (it is no dependency). */
export const loadZ3 = async (): Promise<Ask> => {
  install();
  const { init } = createRequire(join(TOOL, "package.json"))("z3-solver") as { init(): Promise<Solver> };
  const { Z3 } = await init();
  return async (formula, variables, terms) => {
    const config = Z3.mk_config();
    const context = Z3.mk_context(config);
    const output = await Z3.eval_smtlib2_string(context, script(formula, variables, terms));
    Z3.del_context(context);
    Z3.del_config(config);
    const [first = "", ...rest] = output.split("\n");
    if (first !== "sat" && first !== "unsat" && first !== "unknown")
      throw new Error(`z3: ${output.slice(0, 500)}`);
    const values = first === "sat" ? read(rest.join("\n")) : new Map<string, string>();
    return { says: first, values, terms: terms.map((_, index) => values.get(`told${index}`) ?? "") };
  };
};
