import { decideExposure } from "../../src/policy/decide/decide.ts";
import type { Reach } from "../../src/policy/question.ts";
import { casesOf, questionOf, type Case } from "./cases.ts";

type Context = Readonly<Record<string, unknown>>;

const CASES: readonly Case[] = [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")];

/** What the plainest request carries: the first case shows it, the others what differs from it. */
const usual = (one: Case): Context => {
  const [first] = CASES;
  if (first === undefined || first.id === one.id) return {};
  return decideExposure(questionOf(first)).witness?.context ?? {};
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

/** All that an answer says, a thing a line. */
const answered = (one: Case): readonly string[] => {
  const reach = decideExposure(questionOf(one));
  return [
    `  ${reach.exposure}${reach.allowedTo.map(({ kind, name }) => `, ${kind} ${name}`).join("")}`,
    ...(reach.reason === null ? [] : [`  because of ${reach.reason.document}: ${reach.reason.says}`]),
    ...reach.evidence.map(
      ({ role, document, at, says }) => `  ${role} ${document ?? ""}${at === "" ? "" : ` ${at}`}: ${says}`,
    ),
    ...requestLines(reach, usual(one)),
    ...reach.faults.map(({ document, canonical }) => `  fault of ${document}: ${canonical}`),
    ...reach.deputies.map(
      ({ service, evidence }) =>
        `  for whomever: ${service} ${evidence.document ?? ""} ${evidence.at}: ${evidence.says}`,
    ),
  ];
};

/** A worked case and what is answered to it. */
export const explained = (one: Case): string => [`${one.id}: ${one.title}`, ...answered(one)].join("\n");

/** A block for each worked case; `npm run explained` writes it to explained.txt. */
export const explainedAll = (): string => CASES.map((one) => `${explained(one)}\n`).join("\n");
