import { readFileSync } from "node:fs";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import type { Question, Reach } from "../../src/policy/question.ts";
import { casesOf, questionOf } from "../conformance/cases.ts";
import { generate } from "../../proof/generate/generate.ts";
import { ask } from "../../proof/question.ts";
import { CONDITIONS } from "./decide/conditions.ts";
import { ASKED } from "./decide/questions.ts";

/** A question under a name of its own. */
export interface Named {
  readonly name: string;
  question(): Question;
}

/** Sets of the generator of `npm run prove`, from the first. */
const RANDOM = 250;
const OPEN = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}';

const openCase = (): Question => {
  const [first] = casesOf("semantic-cases.jsonl");
  if (first === undefined) throw new Error("there are no cases");
  return questionOf(first);
};

interface List {
  /** Beside this one. */
  readonly file: string;
  /** An open policy: its request is the plainest, and another is shown by what differs from it. */
  readonly plain: () => Question;
  readonly questions: readonly Named[];
}

/** Lists of questions, and the file that has a line for each: what is decided, without its words. */
export const LISTS: readonly List[] = [
  {
    file: "../conformance/decided.txt",
    plain: openCase,
    questions: [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")].map((one) => ({
      name: `${one.id}: ${one.title}`,
      question: () => questionOf(one),
    })),
  },
  {
    file: "decide/questions.txt",
    plain: openCase,
    questions: ASKED.map(({ title, question }) => ({ name: title, question: () => question })),
  },
  {
    file: "decide/conditions.txt",
    plain: () => ask([OPEN]),
    questions: CONDITIONS.map(({ title, question }) => ({ name: title, question })),
  },
  {
    file: "decide/random.txt",
    plain: () => ask([OPEN]),
    questions: [
      { name: "an open policy", question: () => ask([OPEN]) },
      ...Array.from({ length: RANDOM }, (_, index) => ({
        name: `seed ${index + 1}`,
        question: () => {
          const { texts, trust } = generate(index + 1);
          return ask(texts, trust);
        },
      })),
    ],
  },
];

/** Whole answers to about sixty of the questions, word by word. The file itself says which: by their names. */
export const RECORDS = "records.txt";

type Context = Readonly<Record<string, unknown>>;

/** What the plainest request of the question's list carries. */
const plainest = (one: Named): Context => {
  const list = LISTS.find(({ questions }) => questions.includes(one));
  return (list === undefined ? null : decideExposure(list.plain()).witness?.context) ?? {};
};

const differences = (one: Named, context: Context): readonly string[] => {
  const plain = plainest(one);
  return [
    ...Object.entries(context)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(plain[key]))
      .map(([key, value]) => `with ${key} ${JSON.stringify(value)}`),
    ...Object.keys(plain)
      .filter((key) => !(key in context))
      .map((key) => `without ${key}`),
  ];
};

const who = ({ exposure, allowedTo }: Reach): string =>
  `${exposure}${allowedTo.map(({ kind, name }) => `, ${kind} ${name}`).join("")}`;

/** What is decided, in a line: who can, by which request, and what each element does, by the codes of the sentences. */
export const decided = (one: Named, reach: Reach): string => {
  const { reason, doubts, witness, evidence, faults, deputies } = reach;
  return [
    one.name,
    who(reach),
    ...(reason === null ? [] : [`because of ${reason.document}: ${reason.code}`]),
    ...(doubts.length === 0 ? [] : [`doubts ${doubts.join(" ")}`]),
    ...(faults.length === 0 ? [] : [`faults ${faults.map(({ document }) => document).join(" ")}`]),
    ...deputies.map(({ service, evidence: { document, at } }) => `deputy ${service} ${document ?? ""}${at}`),
    ...evidence.map(({ role, code, document, at }) => `${role} (${code ?? ""}) ${document ?? ""}${at}`),
    ...(witness === null
      ? []
      : [`${witness.action} by ${witness.principal}`, ...differences(one, witness.context)]),
  ].join(" | ");
};

/** All that is answered to a question, a thing a line. */
export const explained = (one: Named, reach: Reach): string => {
  const { reason, evidence, witness, faults, deputies } = reach;
  return [
    one.name,
    `  ${who(reach)}`,
    ...(reason === null ? [] : [`  because of ${reason.document}: ${reason.says}`]),
    ...evidence.map(
      ({ role, document, at, says }) => `  ${role} ${document ?? ""}${at === "" ? "" : ` ${at}`}: ${says}`,
    ),
    ...(witness === null
      ? []
      : [
          `  request ${witness.action} on ${witness.resource} by ${witness.principal}`,
          ...differences(one, witness.context).map((line) => `    ${line}`),
        ]),
    ...faults.map(({ document, canonical }) => `  fault of ${document}: ${canonical}`),
    ...deputies.map(
      ({ service, evidence: { document, at, says } }) =>
        `  deputy ${service} ${document ?? ""} ${at}: ${says}`,
    ),
  ].join("\n");
};

/** The lines of a list, by the questions' names. */
export const recordedLines = (path: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(" | ")), line]),
  );

/** The whole answers, by the questions' names. */
export const recorded = (path: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(path, "utf8")
      .split("\n\n")
      .map((block) => [block.slice(0, block.indexOf("\n")), block.trimEnd()]),
  );
