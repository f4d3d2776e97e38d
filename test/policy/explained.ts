import { readFileSync } from "node:fs";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import type { Question, Reach } from "../../src/policy/question.ts";
import { casesOf, questionOf } from "../conformance/cases.ts";
import { generate } from "../../proof/generate/generate.ts";
import { ask } from "../../proof/question.ts";
import { ASKED } from "./decide/questions.ts";

/** A question under a name of its own. */
export interface Named {
  readonly name: string;
  question(): Question;
}

/** Sets of the generator of `npm run prove`, from the first. */
const RANDOM = 250;
const OPEN = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}';

/** Every list of questions, and the file beside this one that has what is answered to them. */
export const RECORDS: readonly { readonly file: string; readonly questions: readonly Named[] }[] = [
  {
    file: "../conformance/explained.txt",
    questions: [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")].map((one) => ({
      name: `${one.id}: ${one.title}`,
      question: () => questionOf(one),
    })),
  },
  {
    file: "decide/explained.txt",
    questions: ASKED.map(({ title, question }) => ({ name: title, question: () => question })),
  },
  {
    file: "decide/random.txt",
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

type Context = Readonly<Record<string, unknown>>;

/** What the plainest request carries: the first answer of a record shows it, the others what differs from it. */
const plainest = (one: Named): Context => {
  const [first] = RECORDS.find(({ questions }) => questions.includes(one))?.questions ?? [];
  if (first === undefined || first === one) return {};
  return decideExposure(first.question()).witness?.context ?? {};
};

const differences = (context: Context, from: Context): readonly string[] => [
  ...Object.entries(context)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(from[key]))
    .map(([key, value]) => `    with ${key} ${JSON.stringify(value)}`),
  ...Object.keys(from)
    .filter((key) => !(key in context))
    .map((key) => `    without ${key}`),
];

const requestLines = ({ witness }: Reach, plain: Context): readonly string[] =>
  witness === null
    ? []
    : [
        `  request ${witness.action} on ${witness.resource} by ${witness.principal}`,
        ...differences(witness.context, plain),
      ];

/** All that is answered to a question, a thing a line. */
export const explained = (one: Named, reach: Reach): string => {
  return [
    one.name,
    `  ${reach.exposure}${reach.allowedTo.map(({ kind, name }) => `, ${kind} ${name}`).join("")}`,
    ...(reach.reason === null ? [] : [`  because of ${reach.reason.document}: ${reach.reason.says}`]),
    ...reach.evidence.map(
      ({ role, document, at, says }) => `  ${role} ${document ?? ""}${at === "" ? "" : ` ${at}`}: ${says}`,
    ),
    ...requestLines(reach, plainest(one)),
    ...reach.faults.map(({ document, canonical }) => `  fault of ${document}: ${canonical}`),
    ...reach.deputies.map(
      ({ service, evidence }) =>
        `  for whomever: ${service} ${evidence.document ?? ""} ${evidence.at}: ${evidence.says}`,
    ),
  ].join("\n");
};

/** What a record says, by the questions' names. */
export const recorded = (path: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(path, "utf8")
      .split("\n\n")
      .map((block) => [block.slice(0, block.indexOf("\n")), block.trimEnd()]),
  );
