import { isDeepStrictEqual } from "node:util";
import type { Judgement } from "../assess/judge.ts";
import type { CaseExpectation } from "../model/rule-case.ts";
import type { Verdict } from "../model/verdict.ts";

/** What a case expected and did not get, a line each. */
export const unmet = (expected: CaseExpectation, judgement: Judgement): readonly string[] => {
  if ("unread" in judgement) {
    return expected.status === "NOT_EVALUATED"
      ? []
      : [`expected ${expected.status}, but a needed fact was not read: ${judgement.unread.message}`];
  }
  const { verdict } = judgement;
  if (verdict.status !== expected.status) {
    return [`expected ${expected.status}, got ${verdict.status}: ${verdict.message}`];
  }
  return [
    ...unmetWords(expected, verdict),
    ...unmetEvidence(expected, verdict),
    ...unmetProof(expected, verdict),
  ];
};

const unmetWords = ({ data = {}, says }: CaseExpectation, verdict: Verdict): readonly string[] => [
  ...Object.entries(data)
    .filter(([name, value]) => verdict.data?.[name] !== value)
    .map(([name, value]) => `data.${name}: expected ${show(value)}, got ${show(verdict.data?.[name])}`),
  ...(says === undefined || verdict.message.includes(says)
    ? []
    : [`the message does not say ${show(says)}: ${verdict.message}`]),
];

const unmetEvidence = ({ evidence = [] }: CaseExpectation, verdict: Verdict): readonly string[] =>
  evidence
    .filter((wanted) => !verdict.evidence.some((one) => isPart(wanted, one)))
    .map((wanted) => `no evidence ${show(wanted)} among ${show(verdict.evidence)}`);

const unmetProof = ({ witness, faults }: CaseExpectation, verdict: Verdict): readonly string[] => {
  const failure = verdict.status === "FAILURE" ? verdict : null;
  const documents = failure?.faults.map(({ document }) => document) ?? [];
  return [
    ...(witness === undefined || isPart(witness, failure?.witness ?? {})
      ? []
      : [`expected a witness ${show(witness)}, got ${show(failure?.witness)}`]),
    ...(faults === undefined || isDeepStrictEqual(faults, documents)
      ? []
      : [`expected faults in ${show(faults)}, got ${show(documents)}`]),
  ];
};

const isPart = (wanted: object, whole: object): boolean =>
  Object.entries(wanted).every(([name, value]) =>
    isDeepStrictEqual(value, (whole as Readonly<Record<string, unknown>>)[name]),
  );

const show = (value: unknown): string => JSON.stringify(value) ?? "nothing";
