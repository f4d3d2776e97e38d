import type { Party, Question, Reach } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { constants, names } from "../world/names.ts";

/** What is wrong with an answer as an answer, whatever the truth is; empty where it hangs together. Well-formed sets only. */
export const incoherences = (
  question: Question,
  policies: readonly Policy[],
  reach: Reach,
): readonly string[] =>
  RULES.filter(([, holds]) => !holds({ question, policies, reach })).map(([says]) => says);

interface View {
  readonly question: Question;
  readonly policies: readonly Policy[];
  readonly reach: Reach;
}

const KINDS: readonly Party["kind"][] = [
  "everyone",
  "account",
  "principal",
  "organization",
  "network",
  "service",
  "federation",
];

/** A unique id (AIDA…, AROA…) is a principal whose account nobody can tell: its grant is restricted. */
const isUniqueId = (name: string): boolean => /^A[A-Z]{3}[A-Z0-9]{12,}/.test(name);

const kindsOf = (reach: Reach): readonly Party["kind"][] => [
  ...new Set(reach.allowedTo.filter(({ name }) => !isUniqueId(name)).map((party) => party.kind)),
];

/** Named people: what makes access cross-account. */
const isPerson = (kind: Party["kind"]): boolean => kind === "account" || kind === "principal";

const FITTING: Readonly<Record<string, (kinds: readonly Party["kind"][]) => boolean>> = {
  exposed: (kinds) => kinds.length === 1 && kinds[0] === "everyone",
  "cross-account": (kinds) => kinds.some(isPerson) && !kinds.includes("everyone"),
  restricted: (kinds) => !kinds.some(isPerson) && !kinds.includes("everyone"),
  private: (kinds) => kinds.length === 0,
};

const order = ({ kind, name }: Party): string => `${KINDS.indexOf(kind)} ${name}`;

const resolves = (text: string, at: string): boolean => {
  let here: unknown = JSON.parse(text);
  for (const token of at.split("/").slice(1)) {
    if (typeof here !== "object" || here === null) return false;
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!Object.hasOwn(here, key)) return false;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return true;
};

const RULES: readonly (readonly [string, (view: View) => boolean])[] = [
  [
    "those who can are of the kinds that the verdict says",
    ({ reach }) => FITTING[reach.exposure]?.(kindsOf(reach)) ?? true,
  ],
  [
    "those who can are sorted, each once",
    ({ reach }) =>
      reach.allowedTo.every((party, index) => {
        const before = reach.allowedTo[index - 1];
        return before === undefined || order(before) < order(party);
      }),
  ],
  [
    "accounts and principals who can are named in the policies and not trusted",
    ({ reach, policies, question }) =>
      reach.allowedTo
        .filter(({ kind, name }) => isPerson(kind) && !isUniqueId(name))
        .every(({ name }) => {
          const account = /\d{12}/.exec(name)?.[0] ?? "";
          return (
            names(policies).accounts.has(account) &&
            account !== question.owner &&
            !question.trust.accounts.includes(account) &&
            !question.trust.principals.includes(name)
          );
        }),
  ],
  [
    "organisations who can are named in the policies and not trusted",
    ({ reach, policies, question }) =>
      reach.allowedTo
        .filter(({ kind }) => kind === "organization")
        .every(
          ({ name }) =>
            !question.trust.organizations.includes(name) &&
            (!/^o-[a-z0-9]+$/.test(name) ||
              constants(policies).some((text) => text.toLowerCase().includes(name))),
        ),
  ],
  [
    "a verdict that somebody can has a witness, one that nobody can has none",
    ({ reach }) =>
      reach.exposure === "undecided" || (reach.witness === null) === (reach.exposure === "private"),
  ],
  [
    "a fault for each document that opens, only where it is exposed",
    ({ reach, question }) =>
      reach.faults.length > 0 === (reach.exposure === "exposed") &&
      reach.faults.every(
        ({ document, canonical }) =>
          canonical !== "" && question.documents.some(({ name }) => name === document),
      ),
  ],
  [
    "a reason where it is undecided, and only there",
    ({ reach }) => (reach.reason !== null) === (reach.exposure === "undecided"),
  ],
  [
    "every piece of evidence stands in its document and says something",
    ({ reach, question }) =>
      reach.evidence.every(({ document, at, says }) => {
        const text = question.documents.find(({ name }) => name === document)?.text;
        return says.trim() !== "" && text !== undefined && resolves(text, at);
      }),
  ],
  [
    "every statement is spoken of",
    ({ reach, policies, question }) =>
      policies.every((policy, index) =>
        policy.statements.every((_, number) =>
          reach.evidence.some(
            ({ document, at }) =>
              document === question.documents[index]?.name &&
              (at === "/Statement" ||
                `${at}/`.startsWith(`/Statement/${number}/`) ||
                !/^\/Statement\/\d/.test(at)),
          ),
        ),
      ),
  ],
  [
    "where somebody can, an Allow grants",
    ({ reach }) =>
      ["private", "undecided"].includes(reach.exposure) ||
      reach.evidence.some(({ role }) => role === "grants"),
  ],
];
