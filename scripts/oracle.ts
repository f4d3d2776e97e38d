/**
 * Holds the decision against z3 over random sets of policies: a third answer, for development alone.
 *
 *     npm run oracle -- --count 2000 --seed 1
 *
 * z3 is installed on demand below .tools/ (35 MB). Prints seed, count, what was asked and what not; exits 1 on a
 * disagreement.
 */
import { parseArgs } from "node:util";
import { decideExposure } from "../src/policy/decide/decide.ts";
import { evaluate } from "../src/policy/evaluate/evaluate.ts";
import type { Request } from "../src/policy/evaluate/request.ts";
import type { Question } from "../src/policy/question.ts";
import type { Policy } from "../src/policy/shapes.ts";
import { generate } from "../test/support/policy/generate/generate.ts";
import { ask } from "../test/support/policy/question.ts";
import { readPolicy } from "../test/support/policy/read-policy.ts";
import { inconsistencies } from "../test/support/policy/world/consistency.ts";
import { exposure } from "./oracle/exposure.ts";
import { isNotCovered } from "./oracle/key.ts";
import { requestOf } from "./oracle/request.ts";
import { loadZ3, type Ask } from "./oracle/z3.ts";

/** What came of one set of policies; a disagreement is told at length. */
interface Outcome {
  readonly name: string;
  readonly told?: string;
}

const outcome = async (seed: number, z3: Ask): Promise<Outcome> => {
  const set = generate(seed);
  if (set.broken !== null) return { name: "not asked: a broken text" };
  const question = ask(set.texts, set.trust);
  const policies = set.texts.map(readPolicy);
  const { exposure: decided } = decideExposure(question);
  try {
    const asked = exposure(policies, question);
    const answer = await z3([asked.formula], asked.variables);
    const { says } = answer;
    if (says === "unknown") return { name: "unknown" };
    const request = answer.says === "sat" ? requestOf(asked, question.resource, answer.values) : null;
    const wrong = request === null ? [] : faults(request, policies, question);
    if (wrong.length === 0 && (decided === "exposed") === (says === "sat"))
      return { name: `agreed: ${says}` };
    return {
      name: wrong.length > 0 ? "encoding at fault" : "disagreed",
      told: [
        `seed ${seed}: decided ${decided}, z3 ${says}${wrong.map((one) => `; the model ${one}`).join("")}`,
        `  trust ${JSON.stringify(set.trust)}`,
        ...set.texts.map((text) => `  policy ${JSON.stringify(JSON.parse(text))}`),
        `  request ${JSON.stringify(request)}`,
      ].join("\n"),
    };
  } catch (error) {
    if (isNotCovered(error)) return { name: `not asked: ${error.message}` };
    throw error;
  }
};

/** What tells that a model is no request of a stranger's, or is not allowed: then the encoding is wrong. */
const faults = (request: Request, policies: readonly Policy[], question: Question): readonly string[] => {
  const { decision } = evaluate(policies, request);
  return [
    ...inconsistencies(request, policies, question).map((axiom) => `breaks: ${axiom}`),
    ...(decision === "allowed" ? [] : [`is ${decision}`]),
  ];
};

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
    const { name, told } = await outcome(seed + index, z3);
    counts[name] = (counts[name] ?? 0) + 1;
    if (told !== undefined) console.log(told);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`seeds ${seed} to ${seed + count - 1}, ${count} sets of policies, ${seconds.toFixed(0)} s`);
  for (const [name, number] of Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(
      `  ${name.padEnd(50)} ${String(number).padStart(6)}  ${((100 * number) / count).toFixed(2)} %`,
    );
  // z3's threads would keep the process alive.
  process.exit((counts["disagreed"] ?? 0) + (counts["encoding at fault"] ?? 0) > 0 ? 1 : 0);
};

await main();
