/**
 * The words that the rules' messages share. A message itself stands in the rule's rule.ts; the sentences about single statements and
 * conditions (evidence, reasons, doubts) are in policy/messages.ts.
 */
import type { Party, Reach } from "../policy/question.ts";

/** "a", "a and b", "a, b and c". */
export const list = (items: readonly string[]): string => {
  const last = items.at(-1);
  if (last === undefined || items.length === 1) return last ?? "";
  return `${items.slice(0, -1).join(", ")} and ${last}`;
};

/** `policy "A" lets`, `policies "A" and "B" let`, each name once. */
const letBy = (policies: readonly string[]): string => {
  const quoted = [...new Set(policies)].map((name) => `"${name}"`);
  return quoted.length === 1 ? `policy ${list(quoted)} lets` : `policies ${list(quoted)} let`;
};

/** The words of a failure that lets everybody in. @param what what they can do, behind "can" */
export const anyoneCan = (what: string, policies: readonly string[]): string =>
  `Anyone with an AWS account can ${what}; ${letBy(policies)} them.`;

const PARTY: Readonly<Record<Party["kind"], (name: string) => string>> = {
  everyone: () => "everyone",
  account: (name) => `account ${name}`,
  principal: (name) => name,
  organization: (name) => `organisation ${name}`,
  network: (name) => `network ${name}`,
  service: (name) => (name === "*" ? "any AWS service" : `service ${name}`),
  federation: (name) => `identity provider ${name}`,
};

/** A party as people call it: "everyone", "account 111122223333", "organisation o-a1b2c3d4e5". */
export const party = ({ kind, name }: Party): string => PARTY[kind](name);

/** Who can, for a finding's `allowedTo`; `nobody` says who remains where the list is empty. */
export const allowedTo = (parties: readonly Party[], nobody: string): string =>
  parties.length === 0 ? nobody : parties.map(party).join(", ");

/** Whether a list has a first element; a failure needs evidence and a fault. */
export const isFilled = <T>(items: readonly T[]): items is readonly [T, ...T[]] => items.length > 0;

/** The open questions that a verdict rests on, for a finding's data; nothing where there are none. */
export const doubtsIn = (doubts: readonly string[]): { readonly doubts?: string } =>
  doubts.length === 0 ? {} : { doubts: [...new Set(doubts)].sort().join(",") };

/** What a reach could not settle: the policy and why; nothing where it settled all. */
export const because = ({ reason }: Pick<Reach, "reason">): string =>
  reason === null ? "" : `Policy "${reason.document}": ${reason.says}`;
