import { OWNER_ONLY } from "../src/model/trust.ts";
import { decideExposure, exposureOf } from "../src/policy/decide/decide.ts";
import { parsePolicy } from "../src/policy/parse/parse-policy.ts";
import type { Question } from "../src/policy/question.ts";
import { SENDING_ACTIONS } from "../src/services/ses/actions.ts";
import { DISPUTED_KEYS, SES_KEYS } from "../src/services/ses/keys.ts";
import { parseJson } from "../src/text/json.ts";
import { realistic, RESOURCE } from "./policies.ts";

export const questionOf = (text: string): Question => ({
  documents: [{ name: "Policy", text }],
  resource: RESOURCE,
  owner: "111111111111",
  actions: SENDING_ACTIONS,
  keys: SES_KEYS,
  disputed: DISPUTED_KEYS,
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

/**
 * Microseconds for each text and work. Each work has copies of its own, so that no text is in the processor's cache
 * because another work has just read it, and each begins as often as any other.
 */
const inTurns = (
  copies: () => readonly string[],
  works: readonly ((text: string) => void)[],
): readonly number[] => {
  const texts = works.map(copies);
  const turns = Math.ceil((texts[0]?.length ?? 0) / TURN);
  const sums = works.map(() => 0);
  for (let turn = 0; turn < turns; turn += 1)
    for (let place = 0; place < works.length; place += 1) {
      const index = (place + turn) % works.length;
      const work = works[index];
      const own = texts[index]?.slice(turn * TURN, (turn + 1) * TURN) ?? [];
      if (work !== undefined) sums[index] = (sums[index] ?? 0) + perText(own, work);
    }
  return sums.map((sum) => sum / turns);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const perSecond = (time: number): string => `${Math.round(1e6 / time).toLocaleString("en-GB")}/s`;

const COUNT = 20_000;
const ROUNDS = 5;

/** What is timed in turns, on the same texts; the first is what the others are held against. */
const WORKS: readonly (readonly [name: string, work: (text: string) => void])[] = [
  ["JSON.parse alone", (text) => void JSON.parse(text)],
  ["JSON.parse, members counted", (text) => void parseJson(text)],
  ["reading the policy", (text) => void parsePolicy(text)],
  ["verdict", (text) => void exposureOf(questionOf(text))],
];

/** Decisions per second on one core, beside JSON.parse alone on the same texts. */
export const bench = (): void => {
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => {
    // Other texts each round, so that no memo and no hash of a string is warm.
    const texts = (): readonly string[] =>
      realistic(COUNT * (ROUNDS + 2)).slice(round * COUNT, (round + 1) * COUNT);
    return {
      bytes: texts().reduce((sum, text) => sum + text.length, 0) / COUNT,
      times: inTurns(
        texts,
        WORKS.map(([, work]) => work),
      ),
      explained: perText(texts().slice(0, COUNT / 20), (text) => void decideExposure(questionOf(text))),
    };
  }).slice(1);
  console.log(
    `policies: ${COUNT} a round, ${ROUNDS} rounds, ${Math.round(rounds[0]?.bytes ?? 0)} bytes on average`,
  );
  for (const [index, [name]] of WORKS.entries()) {
    const time = median(rounds.map(({ times }) => times[index] ?? 0));
    const ratio = median(rounds.map(({ times }) => (times[index] ?? 0) / (times[0] ?? 1)));
    print(name, time, `${ratio.toFixed(1)} × JSON.parse`);
  }
  print("verdict, explained", median(rounds.map(({ explained }) => explained)), "");
};

const print = (name: string, time: number, more: string): void =>
  console.log(
    `${name.padEnd(28)} ${`${time.toFixed(2)} µs`.padStart(10)} ${perSecond(time).padStart(12)}   ${more}`.trimEnd(),
  );
