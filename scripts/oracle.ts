/**
 * Holds the decision against z3 over random sets of policies: a third answer, for development alone.
 *
 *     npm run oracle -- --count 2000 --seed 1
 *
 * z3 is installed on demand below .tools/ (35 MB). Prints seed and count, how many sets were asked, and what was not
 * and why; exits 1 on a disagreement, or where too few were asked.
 */
import { parseArgs } from "node:util";
import { decideExposure } from "../src/policy/decide/decide.ts";
import { wrongWitness } from "../test/support/policy/agree.ts";
import { generate, type PolicySet } from "../test/support/policy/generate/generate.ts";
import { ask } from "../test/support/policy/question.ts";
import { readPolicy } from "../test/support/policy/read-policy.ts";
import { exposure } from "./oracle/exposure.ts";
import { isNotCovered } from "./oracle/key.ts";
import { requestOf } from "./oracle/request.ts";
import { loadZ3, type Ask } from "./oracle/z3.ts";

type Outcome =
  | { readonly kind: "agreed" | "not asked" | "unknown"; readonly as: string }
  | { readonly kind: "disagreed" | "encoding at fault"; readonly as: string; readonly report: string };

const report = (set: PolicySet, says: string, request: unknown): string =>
  [
    `seed ${set.seed}: ${says}`,
    `  trust ${JSON.stringify(set.trust)}`,
    ...set.texts.map((text) => `  policy ${JSON.stringify(JSON.parse(text))}`),
    `  request ${JSON.stringify(request)}`,
  ].join("\n");

/** Asks z3 about the set of a seed. A request that it finds must be a stranger's and allowed: else the encoding errs. */
const outcome = async (seed: number, z3: Ask): Promise<Outcome> => {
  const set = generate(seed);
  if (set.broken !== null) return { kind: "not asked", as: "a broken text" };
  const question = ask(set.texts, set.trust);
  const policies = set.texts.map(readPolicy);
  const reach = decideExposure(question);
  const asked = exposure(policies, question);
  const answer = await z3(asked.formula, asked.variables);
  const as = `${reach.exposure}, z3 ${answer.says}`;
  if (answer.says === "unknown") return { kind: "unknown", as };
  const agree = (reach.exposure === "exposed") === (answer.says === "sat");
  if (answer.says === "unsat")
    return agree ? { kind: "agreed", as } : { kind: "disagreed", as, report: report(set, as, reach.witness) };
  const witness = requestOf(asked, question.resource, answer.values);
  const wrong = wrongWitness(question, policies, { ...reach, exposure: "exposed", witness });
  if (wrong !== null)
    return { kind: "encoding at fault", as, report: report(set, `${as}; ${wrong.says}`, witness) };
  return agree ? { kind: "agreed", as } : { kind: "disagreed", as, report: report(set, as, witness) };
};

const outcomeOrNotAsked = async (seed: number, z3: Ask): Promise<Outcome> => {
  try {
    return await outcome(seed, z3);
  } catch (error) {
    if (isNotCovered(error)) return { kind: "not asked", as: error.message };
    throw error;
  }
};

/** The share of sets that must be asked about for a run to say anything. */
const LEAST_ASKED = 0.8;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
    },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const z3 = await loadZ3();
  const began = performance.now();
  const counts: Record<string, number> = {};
  for (let index = 0; index < count; index += 1) {
    const one = await outcomeOrNotAsked(seed + index, z3);
    for (const name of [one.kind, `${one.kind}: ${one.as}`]) counts[name] = (counts[name] ?? 0) + 1;
    if ("report" in one) console.log(one.report);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`seeds ${seed} to ${seed + count - 1}, ${count} sets of policies, ${seconds.toFixed(0)} s`);
  for (const [name, number] of Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(
      `  ${name.padEnd(60)} ${String(number).padStart(7)}  ${((100 * number) / count).toFixed(2)} %`,
    );
  const bad = (counts["disagreed"] ?? 0) + (counts["encoding at fault"] ?? 0);
  const asked = count - (counts["not asked"] ?? 0) - (counts["unknown"] ?? 0);
  if (asked < LEAST_ASKED * count) console.log(`too few were answered: ${asked}`);
  // z3's threads would keep the process alive.
  process.exit(bad > 0 || asked < LEAST_ASKED * count ? 1 : 0);
};

await main();
