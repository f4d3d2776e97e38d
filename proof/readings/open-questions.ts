import { isBareList, isDisputed } from "../../src/policy/evaluate/reading.ts";
import { holds } from "../../src/policy/evaluate/condition.ts";
import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { writings } from "../world/chosen.ts";
import { conditionsOf, valuesFor } from "../world/values.ts";
import { isKnownKey } from "./known-keys.ts";
import {
  anatomyPage,
  anyValueAlone,
  AS_WRITTEN,
  bareList,
  hasShortArn,
  operatorCase,
  present,
  shortArnAsText,
  type Rewrite,
} from "./rewrite.ts";

/**
 * What AWS's documentation leaves open and some policy depends on. `failure`: the safer reading counts. `review`: people
 * must look. `standard`: the first reading counts, the other one is said.
 */
export interface OpenQuestion {
  readonly name: string;
  readonly weight: "failure" | "review" | "standard";
  /** The first is the one that is taken where nothing depends on it. */
  readonly readings: readonly Rewrite[];
  /** The readings here are not all that a careful decision may take: it may be undecided where these agree. */
  readonly loose: boolean;
}

const unique = (texts: readonly string[]): readonly string[] => [
  ...new Map(texts.map((text) => [text.toLowerCase(), text])).values(),
];

const variablesOf = (policies: readonly Policy[]): readonly { readonly key: string; readonly in: string }[] =>
  policies
    .filter(({ version }) => version === "2012-10-17")
    .flatMap(({ statements }) =>
      statements.flatMap(({ resource, conditions }) => [
        ...resource.values.map(({ text }) => ({ text, key: "" })),
        ...conditions
          .filter(({ operator }) => /^(String|Arn)/.test(operator))
          .flatMap(({ key, values }) => values.map(({ text }) => ({ text, key }))),
      ]),
    )
    .flatMap(({ text, key }) =>
      [...text.matchAll(/\$\{([^},*?$]+)/g)].map((match) => ({ key: (match[1] ?? "").trim(), in: key })),
    );

/** Texts of which the policies can tell a key's value apart, one of each kind. */
const cells = (policies: readonly Policy[], key: string): readonly string[] => {
  const within = variablesOf(policies).filter((one) => one.key.toLowerCase() === key.toLowerCase());
  const texts = [
    ...writings(policies, key).filter((text) => !text.includes("${")),
    ...(within.length > 0 ? ["999999999999", "example.com"] : []),
    ...within
      .flatMap((one) => (one.in === "" ? [] : valuesFor(policies, one.in)))
      .filter((text) => !/[*?$]/.test(text)),
  ];
  const conditions = policies.flatMap(({ version, statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter((condition) => condition.key.toLowerCase() === key.toLowerCase())
        .map((condition) => ({ condition, version })),
    ),
  );
  const kinds = new Map<string, string>();
  for (const text of texts) {
    const request = { principal: "", action: "", resource: "", context: { [key]: text } };
    const seen = conditions.map(({ condition, version }) => holds(condition, version, request)).join();
    const kind = within.length > 0 ? `${seen} ${text}` : seen;
    if (!kinds.has(kind)) kinds.set(kind, text);
  }
  return [...kinds.values()];
};

const unknownKeys = (policies: readonly Policy[], question: Question): readonly OpenQuestion[] => {
  const ofService = question.keys.map(({ name }) => name);
  const variables = variablesOf(policies);
  const asked = conditionsOf(policies);
  return unique([...asked.map(({ key }) => key), ...variables.map(({ key }) => key)])
    .filter((key) => key !== "" && !isKnownKey(key, ofService))
    .map((key) => ({
      name: `key:${key}`,
      weight: "review",
      readings: [AS_WRITTEN, ...cells(policies, key).map((text) => present(key, text))],
      loose:
        variables.some((one) => one.key.toLowerCase() === key.toLowerCase()) ||
        asked.some(
          (condition) =>
            condition.key.toLowerCase() === key.toLowerCase() &&
            condition.operator !== "Null" &&
            (condition.qualifier !== null ||
              !condition.operator.startsWith("String") ||
              condition.values.some(({ text }) => text.includes("${"))),
        ),
    }));
};

/**
 * Every question that some condition or variable of the policies raises.
 *
 * @param unknownFirst whether a key that nobody knows is there although the anatomy page does not name it
 */
export const openQuestions = (
  policies: readonly Policy[],
  question: Question,
  unknownFirst = false,
): readonly OpenQuestion[] => {
  const asked = conditionsOf(policies);
  const cases = [...new Set(asked.flatMap(({ written }) => (written === undefined ? [] : [written])))];
  const lists = unique(asked.filter(isBareList).map(({ key }) => key));
  const isAnyValue = asked.some(({ qualifier, ifExists }) => qualifier === "ForAnyValue" && ifExists);
  const isShort = policies.some(({ version, statements }) =>
    statements.some(({ conditions }) => conditions.some((condition) => hasShortArn(condition, version))),
  );
  const isGlobal =
    asked.some(({ key }) => isDisputed(key)) || variablesOf(policies).some(({ key }) => isDisputed(key));
  const unknown = unknownKeys(policies, question);
  return [
    ...(unknownFirst ? unknown : []),
    ...cases.map((written): OpenQuestion => ({
      name: `operator-case:${written}`,
      weight: "review",
      readings: (["operator", "never", "passed over"] as const).map((one) => operatorCase(written, one)),
      loose: false,
    })),
    ...(isShort
      ? [
          {
            name: "short-arn-pattern",
            weight: "review" as const,
            readings: [AS_WRITTEN, shortArnAsText],
            loose: false,
          },
        ]
      : []),
    // Before the lists: only a ForAnyValue that is written raises it, and none that a list is read as.
    ...(isAnyValue
      ? [
          {
            name: "foranyvalue-ifexists",
            weight: "failure" as const,
            readings: [anyValueAlone, AS_WRITTEN],
            loose: false,
          },
        ]
      : []),
    ...lists.map((key): OpenQuestion => ({
      name: `list-key:${key}`,
      weight: "review",
      readings: (["any", "never", "every"] as const).map((one) => bareList(key, one)),
      loose: false,
    })),
    ...(isGlobal
      ? [
          {
            name: "ses-global-keys",
            weight: "standard" as const,
            readings: [AS_WRITTEN, anatomyPage],
            loose: false,
          },
        ]
      : []),
    // Last: a key that the anatomy page leaves out is missing, whatever value it would have.
    ...(unknownFirst ? [] : unknown),
  ];
};
