import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { print, type Term } from "./term.ts";
import type { Variable } from "./text.ts";

const VERSION = "5.2.0";
const TOOL = join(import.meta.dirname, "../../.tools/z3");

/** What is used of z3-solver, whose own types are there only once it is installed. Handles are numbers of its own. */
interface Library {
  readonly Z3: {
    global_param_set(name: string, value: string): void;
    mk_config(): number;
    del_config(config: number): void;
    mk_context(config: number): number;
    del_context(context: number): void;
    mk_simple_solver(context: number): number;
    mk_string_symbol(context: number, name: string): number;
    mk_solver_for_logic(context: number, logic: number): number;
    solver_inc_ref(context: number, solver: number): void;
    solver_dec_ref(context: number, solver: number): void;
    solver_from_string(context: number, solver: number, script: string): void;
    get_error_code(context: number): number;
    get_error_msg(context: number, code: number): string;
    /** 1 satisfiable, -1 not, 0 not known. */
    solver_check(context: number, solver: number): Promise<number>;
    solver_get_model(context: number, solver: number): number;
    model_to_string(context: number, model: number): string;
  };
}

/** Below .tools/, as it is no dependency. */
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

/** Where it can be satisfied, a value for each name in SMT-LIB; one that is not there may be anything. */
type Answer =
  | { readonly says: "sat"; readonly values: ReadonlyMap<string, string> }
  | { readonly says: "unsat" }
  | { readonly says: "unknown" };

export type Ask = (formula: Term, variables: readonly Variable[]) => Promise<Answer>;

/** z3's own steps for one question, some million a second: unlike a time limit the same on a busy machine. */
const STEPS = 50_000_000;

const script = (formula: Term, variables: readonly Variable[]): string => {
  const distinct = [...new Map(variables.map((variable) => [variable.names.join(), variable])).values()];
  const { definitions, texts } = print([formula, ...distinct.map(({ domain }) => domain)]);
  return [
    ...distinct.flatMap(({ names, sort }) => names.map((name) => `(declare-const ${name} ${sort})`)),
    ...definitions,
    ...texts.map((text) => `(assert ${text})`),
  ].join("\n");
};

/** Lines of `name -> value`. */
const read = (model: string): ReadonlyMap<string, string> =>
  new Map(
    [...model.matchAll(/^([a-z]\S*) -> (.*)$/gm)].map(([, name = "", value = ""]) => [name, value] as const),
  );

/**
 * Loads z3. Scripts are handed over by solver_from_string: the call that evaluates a whole script works in another
 * thread on a text that is gone by then (z3-solver 5.2.0).
 */
export const loadZ3 = async (): Promise<Ask> => {
  install();
  const { init } = createRequire(join(TOOL, "package.json"))("z3-solver") as { init(): Promise<Library> };
  const { Z3 } = await init();
  Z3.global_param_set("rlimit", String(STEPS));
  return async (formula, variables) => {
    const config = Z3.mk_config();
    const context = Z3.mk_context(config);
    // Without numbers, bit-vectors and truth values alone are left, which is quicker by far.
    const numeric = variables.some(({ sort }) => sort === "Int" || sort === "Real");
    const solver = numeric
      ? Z3.mk_simple_solver(context)
      : Z3.mk_solver_for_logic(context, Z3.mk_string_symbol(context, "QF_BV"));
    Z3.solver_inc_ref(context, solver);
    Z3.solver_from_string(context, solver, script(formula, variables));
    const code = Z3.get_error_code(context);
    if (code !== 0) throw new Error(`z3: ${Z3.get_error_msg(context, code)}`);
    const found = await Z3.solver_check(context, solver);
    const answer: Answer =
      found === 1
        ? { says: "sat", values: read(Z3.model_to_string(context, Z3.solver_get_model(context, solver))) }
        : { says: found === -1 ? "unsat" : "unknown" };
    Z3.solver_dec_ref(context, solver);
    Z3.del_context(context);
    Z3.del_config(config);
    return answer;
  };
};
