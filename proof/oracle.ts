/**
 * Holds the decision against z3: a third answer, for development alone.
 *
 *     npm run oracle -- --count 2000 --seed 1    random sets of policies, those of `npm run prove`
 *     npm run oracle -- --corpus                 the worked cases of test/conformance
 *
 * z3 is installed on demand below .tools/ (35 MB). Prints how many sets were asked about, and what was not and why;
 * exits 1 on a disagreement, or where too few were asked about.
 */
import { parseArgs } from "node:util";
import { decideExposure } from "../src/policy/decide/decide.ts";
import { isPolicy, parsePolicy } from "../src/policy/parse/parse-policy.ts";
import type { Question, Reach } from "../src/policy/question.ts";
import type { Policy } from "../src/policy/shapes.ts";
import { casesOf, questionOf } from "../test/conformance/cases.ts";
import { wrongWitness } from "./agreement/agree.ts";
import { generate } from "./generate/generate.ts";
import { ask } from "./question.ts";
import { readPolicy } from "./read-policy.ts";
import type { Asker } from "./oracle/excluded.ts";
import { exposure } from "./oracle/exposure.ts";
import { isNotCovered } from "./oracle/not-covered.ts";
import { requestOf } from "./oracle/request.ts";
import { loadZ3, type Ask } from "./oracle/z3.ts";

/** A question, and its policies as read; none where one of its texts is broken. */
interface Item {
  readonly name: string;
  readonly question: Question;
  readonly policies: readonly Policy[] | null;
}

function* randomSets(seed: number, count: number): Generator<Item> {
  for (let index = seed; index < seed + count; index += 1) {
    const { texts, trust, broken } = generate(index);
    const policies = broken === null ? texts.map(readPolicy) : null;
    yield { name: `seed ${index}`, question: ask(texts, trust), policies };
  }
}

const workedCases = (): readonly Item[] =>
  [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")].map((one) => {
    const policies = one.policies.map((text) => parsePolicy(text));
    return {
      name: `case ${one.id}`,
      question: questionOf(one),
      policies: policies.every(isPolicy) ? policies : null,
    };
  });

type Outcome =
  | { readonly kind: "agreed" | "not asked"; readonly as: string }
  | {
      readonly kind: "unknown" | "disagreed" | "encoding at fault";
      readonly as: string;
      readonly report: string;
    };

/** Whether z3 finds a request of such a one, which must be one and be allowed: else the encoding errs. */
const outcomeFor = async (
  asker: Asker,
  { name, question, policies }: Item & { readonly policies: readonly Policy[] },
  reach: Reach,
  z3: Ask,
): Promise<Outcome> => {
  const asked = exposure(asker, policies, question);
  const answer = await z3(asked.formula, asked.variables);
  const as = `${reach.exposure}, ${asker} ${answer.says}`;
  if (answer.says === "unknown") return { kind: "unknown", as, report: `${name}: ${as}` };
  const can = answer.says === "sat";
  const witness = can ? requestOf(asked, question.resource, answer.values) : reach.witness;
  const shows = { ...reach, exposure: EXPOSURE[asker], witness };
  const wrong = can ? wrongWitness(question, policies, shows) : null;
  const decided = asker === "stranger" ? reach.exposure === "exposed" : reach.exposure !== "private";
  if (wrong === null && decided === can) return { kind: "agreed", as };
  const report = [
    `${name}: ${as}${wrong === null ? "" : `; ${wrong.says}`}`,
    `  trust ${JSON.stringify(question.trust)}`,
    ...question.documents.map(({ text }) => `  policy ${JSON.stringify(JSON.parse(text))}`),
    `  request ${JSON.stringify(witness)}`,
  ].join("\n");
  return { kind: wrong === null ? "disagreed" : "encoding at fault", as, report };
};

/** The least that a request shows. */
const EXPOSURE = { stranger: "exposed", outsider: "restricted" } as const;

/** A stranger is an outsider: the second question is asked where the first is denied. */
const outcome = async (item: Item, z3: Ask): Promise<Outcome> => {
  const { policies, question } = item;
  if (policies === null) return { kind: "not asked", as: "a broken text" };
  const reach = decideExposure(question);
  const first = await outcomeFor("stranger", { ...item, policies }, reach, z3);
  return first.kind === "agreed" && reach.exposure !== "exposed"
    ? await outcomeFor("outsider", { ...item, policies }, reach, z3)
    : first;
};

const outcomeOrNotAsked = async (item: Item, z3: Ask): Promise<Outcome> => {
  try {
    return await outcome(item, z3);
  } catch (error) {
    if (isNotCovered(error)) return { kind: "not asked", as: error.message };
    throw error;
  }
};

/** The share of sets that must be answered for a run to say anything. */
const LEAST_ANSWERED = 0.8;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
      corpus: { type: "boolean", default: false },
    },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const z3 = await loadZ3();
  const began = performance.now();
  const counts: Record<string, number> = {};
  let done = 0;
  for (const item of values.corpus ? workedCases() : randomSets(seed, count)) {
    const one = await outcomeOrNotAsked(item, z3);
    for (const name of [one.kind, `${one.kind}: ${one.as}`]) counts[name] = (counts[name] ?? 0) + 1;
    if ("report" in one) console.log(one.report);
    done += 1;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    values.corpus
      ? `worked cases, ${done} sets of policies, ${seconds} s`
      : `seeds ${seed} to ${seed + count - 1}, ${done} sets of policies, ${seconds} s`,
  );
  for (const [name, number] of Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(
      `  ${name.padEnd(60)} ${String(number).padStart(7)}  ${((100 * number) / done).toFixed(2)} %`,
    );
  const answered = done - (counts["not asked"] ?? 0) - (counts["unknown"] ?? 0);
  if (answered < LEAST_ANSWERED * done) console.log(`too few were answered: ${answered}`);
  const agreed = counts["agreed"] ?? 0;
  // z3's threads would keep the process alive.
  process.exit(agreed === answered && answered >= LEAST_ANSWERED * done && done > 0 ? 0 : 1);
};

await main();
