import { OWNER_ONLY } from "../src/model/trust.ts";
import { decideExposure, exposureOf } from "../src/policy/decide/decide.ts";
import type { Question } from "../src/policy/question.ts";
import { SENDING_ACTIONS } from "../src/resources/ses-actions.ts";
import { SES_KEYS } from "../src/resources/ses-keys.ts";
import { realistic, RESOURCE } from "./policies.ts";

export const questionOf = (text: string): Question => ({
  documents: [{ name: "Policy", text }],
  resource: RESOURCE,
  owner: "111111111111",
  actions: SENDING_ACTIONS,
  keys: SES_KEYS,
  trust: OWNER_ONLY,
  now: "2026-11-23T12:00:00Z",
});

/** Microseconds for each text, each text once: nothing is remembered from one to the next. */
const perText = (texts: readonly string[], work: (text: string) => void): number => {
  const start = performance.now();
  for (const text of texts) work(text);
  return ((performance.now() - start) * 1000) / texts.length;
};

/** Texts that are timed in turn by each of the works, so that whatever else the machine does meets all of them. */
const TURN = 200;

/** Microseconds for each text and work. */
const inTurns = (texts: readonly string[], works: readonly ((text: string) => void)[]): readonly number[] => {
  const turns = Math.ceil(texts.length / TURN);
  const sums = works.map(() => 0);
  for (let turn = 0; turn < turns; turn += 1) {
    const some = texts.slice(turn * TURN, (turn + 1) * TURN);
    for (const [index, work] of works.entries()) sums[index] = (sums[index] ?? 0) + perText(some, work);
  }
  return sums.map((sum) => sum / turns);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const perSecond = (time: number): string => Math.round(1e6 / time).toLocaleString("en-GB");

const COUNT = 20_000;
const ROUNDS = 5;

/** Decisions per second on one core, beside JSON.parse alone on the same texts. */
export const bench = (): void => {
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => {
    // Fresh texts each round, so that no memo and no hash of a string is warm.
    const texts = realistic(COUNT * (ROUNDS + 2)).slice(round * COUNT, (round + 1) * COUNT);
    const [parse = 0, verdict = 0] = inTurns(texts, [
      (text) => void JSON.parse(text),
      (text) => void exposureOf(questionOf(text)),
    ]);
    return {
      bytes: texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
      parse,
      verdict,
      ratio: verdict / parse,
      explained: perText(texts.slice(0, COUNT / 20), (text) => void decideExposure(questionOf(text))),
    };
  }).slice(1);
  const parse = median(rounds.map((round) => round.parse));
  const verdict = median(rounds.map((round) => round.verdict));
  const ratio = median(rounds.map((round) => round.ratio));
  const explained = median(rounds.map((round) => round.explained));
  console.log(
    `policies: ${COUNT} a round, ${ROUNDS} rounds, ${Math.round(rounds[0]?.bytes ?? 0)} bytes on average`,
  );
  console.log(`JSON.parse alone     ${parse.toFixed(2)} µs   ${perSecond(parse)}/s`);
  console.log(
    `verdict              ${verdict.toFixed(2)} µs   ${perSecond(verdict)}/s   ${ratio.toFixed(1)} × JSON.parse`,
  );
  console.log(`verdict, explained   ${explained.toFixed(2)} µs   ${perSecond(explained)}/s`);
};
