// Longer than other files: one table, a sentence each.
import type { Exposure } from "./question.ts";

/**
 * Every message of the decision, word by word: evidence, reasons and doubts. The message of a finding as a whole stands in the
 * rule's rule.ts, and the words that rules share in rules/words.ts. Code elsewhere names a sentence by its code and hands over the arguments, so that other words for the same
 * thing are a change of one line here. A code is stable and stands in findings beside the sentence; tests compare codes.
 *
 * Evidence is whole sentences. Reasons follow `Policy "NAME": ` and so begin in lower case and end without a period.
 */
const WORDINGS = {
  // What a statement grants
  grants: (actions: readonly string[], to: string): string => `Grants ${listed(actions)} to ${to}.`,
  "other-request": (effect: string): string =>
    `This ${effect} covers other actions or another resource, so it has no bearing on the answer.`,
  "unresolved-request": (effect: string, expression: string): string =>
    `Whether this ${effect} covers the resource depends on the expression ${expression}, which could not be resolved.`,
  "through-service": (): string =>
    "A stranger can have an AWS service make the call for a resource in the stranger's account. Such a request meets every condition.",
  "together-closed": (): string =>
    "No single condition keeps strangers out, but together they do: no request of a stranger meets all of them.",
  "unbound-service": (service: string): string =>
    `${service} can act for anyone's resource: no condition on aws:SourceAccount, aws:SourceArn or aws:SourceOrgID ties it to the owner's.`,
  "invalid-document": (line: number, column: number, problem: string): string =>
    `Not a valid policy: line ${line}, column ${column}: ${problem}.`,

  // Conditions that fail to keep strangers out
  "unknown-key": (condition: string, meaning: string): string =>
    spaced(
      `${condition}: it is not known whether requests carry this key, or who chooses its value.`,
      meaning,
    ),
  "no-values-open": (condition: string): string =>
    `${condition} lists no values. AWS's documentation contradicts itself on what that means; here no value matches.`,
  "true-either-way": (condition: string): string =>
    `${condition} does not restrict anyone: it is true with the key and without it.`,
  "requires-absence": (condition: string, meaning: string): string =>
    spaced(`${condition} does not restrict anyone: it requires the key to be absent.`, meaning),
  "if-exists": (condition: string, meaning: string): string =>
    spaced(`${condition} does not restrict anyone: it is true for a request without the key.`, meaning),
  "for-all-values": (condition: string, meaning: string): string =>
    spaced(`${condition} does not restrict anyone: ForAllValues is true when the key is absent.`, meaning),
  "negated-absent": (condition: string, meaning: string): string =>
    spaced(
      `${condition} does not restrict anyone: a negated operator is true for a request without the key.`,
      meaning,
    ),
  "not-about-callers": (condition: string, meaning: string): string =>
    spaced(`${condition} does not restrict who can call.`, meaning),
  "requires-presence": (condition: string, meaning: string): string =>
    spaced(`${condition} only requires the key to be present.`, meaning),
  "excludes-values": (condition: string, meaning: string): string =>
    spaced(`${condition} only excludes the values that it lists; every other value is allowed.`, meaning),
  "wide-network": (condition: string, meaning: string): string =>
    spaced(
      `${condition} covers too many addresses to be a fixed network: more than a /8 in total (IPv6: /32).`,
      meaning,
    ),
  "own-value": (condition: string, meaning: string): string =>
    spaced(`${condition} compares the key with a value that the stranger controls.`, meaning),
  "wide-pattern": (condition: string, meaning: string): string =>
    spaced(`${condition} has a wildcard that also matches a stranger's value.`, meaning),
  met: (condition: string, meaning: string): string =>
    spaced(`${condition} is also true for a stranger's request.`, meaning),

  // Conditions that keep strangers out
  "no-values-closed": (condition: string): string =>
    `${condition} lists no values, so no value matches. AWS's documentation contradicts itself on that: list the values that are meant.`,
  "never-met": (condition: string): string =>
    `${condition} is never true, neither with the key nor without it.`,
  "blocks-direct-callers": (condition: string, meaning: string): string =>
    spaced(`${condition} keeps out everyone who calls directly.`, meaning),
  "blocks-other-networks": (condition: string, meaning: string): string =>
    spaced(`${condition} keeps out everyone who calls from elsewhere.`, meaning),
  "other-fixed-value": (condition: string, meaning: string): string =>
    spaced(
      `${condition} is never true: the key has the same value on every request for this resource, and the condition lists another.`,
      meaning,
    ),
  "time-over": (condition: string, meaning: string): string =>
    spaced(`${condition} is not true at any time from now on.`, meaning),
  closed: (condition: string, meaning: string): string =>
    spaced(`${condition} keeps strangers out.`, meaning),

  // What a Deny does
  "deny-idle": (): string => "This Deny has no effect: no statement allows the actions that it denies.",
  denies: (actions: readonly string[], conditions: readonly string[]): string =>
    `Denies ${listed(actions)} to strangers${subjectTo(conditions)}.`,
  "deny-misses": (conditions: readonly string[]): string =>
    `This Deny matches no request that a stranger is otherwise allowed${subjectTo(conditions)}.`,
  "deny-other-principals": (): string => "This Deny applies to other principals than a stranger.",
  "deny-other-actions": (): string =>
    "This Deny leaves other actions open, and a stranger uses one of those.",
  "deny-other-resource": (): string =>
    "This Deny covers another resource: a variable in its Resource has another value, or none, on a stranger's request.",
  "deny-other-value": (condition: string, meaning: string): string =>
    spaced(
      `This Deny does not match a stranger's request with another value: ${condition} is not true for it.`,
      meaning,
    ),
  "deny-without-key": (condition: string, meaning: string): string =>
    spaced(
      `This Deny does not match a stranger's request without the key: ${condition} is not true for it.`,
      meaning,
    ),

  // Open questions: what AWS does not document, and the answer under each reading
  "doubt-key": (key: string, readings: string): string =>
    `It is not known whether requests carry the condition key ${key}, or who chooses its value. ${readings}`,
  "doubt-resource-tag": (key: string, readings: string): string =>
    `The tags of the resource were not read, so the value of ${key} is not known. ${readings}`,
  "doubt-list": (key: string, readings: string): string =>
    `${key} is a list, and AWS does not document how a condition without ForAllValues or ForAnyValue compares a list. ${readings}`,
  "doubt-operator": (operator: string, readings: string): string =>
    `AWS does not document whether it accepts the operator ${operator}, which is written in another case than AWS's. ${readings}`,
  "doubt-short-arn": (_: string, readings: string): string =>
    `AWS does not document how an ARN operator compares a pattern that has fewer than six fields. ${readings}`,
  "doubt-any-value-if-exists": (_: string, readings: string): string =>
    `AWS was observed to take ForAnyValue with IfExists as false when the key is absent; its page on IfExists says that it is true. ${readings}`,
  "doubt-disputed-keys": (_: string, readings: string): string =>
    `One page of the service's documentation says that conditions can use only a few global keys; another page uses more. ${readings}`,
  readings: (exposures: readonly Exposure[]): string =>
    `Read one way, ${exposures.map(outcome).join("; read another way, ")}.`,
  "readings-together": (exposures: readonly Exposure[]): string =>
    `This matters only together with other open questions: ${exposures.map(outcome).join("")} while any of them is open.`,
  "doubts-together": (doubts: readonly string[]): string => doubts.join(" "),

  // Why the answer is undecided or invalid
  "too-complex": (): string => "the policies are too complex: the decision reached its limit of steps",
  "unsupported-text": (key: string): string =>
    `the decision cannot compare ${key} with these values of a string operator`,
  "list-with-variables": (key: string): string =>
    `each value of the list ${key} is compared with a policy variable, and the search does not try every value of the variable`,
  "mixed-comparisons": (key: string): string =>
    `${key} is compared in more than one way (as text, number, date or address), and the search does not try every value`,
  "related-keys": (keys: readonly string[]): string =>
    `the conditions relate ${keys.join(", ")} in a way that Postern does not decide`,
  unresolved: (at: string, expression: string): string =>
    `${at} depends on the expression ${expression}, which could not be resolved`,
  "may-deny": (problem: string): string =>
    `it is not a valid policy (${problem}), but may contain a Deny for the same request`,
  invalid: (line: number, column: number, problem: string): string =>
    `line ${line}, column ${column}: ${problem}`,
  "too-many-actions": (count: number, most: number): string =>
    `the question has ${count} actions; one question can have at most ${most}`,
};

type Wordings = typeof WORDINGS;

/** Stable name of a sentence. */
export type MessageCode = keyof Wordings;

/** A sentence with its code. */
export interface Said {
  readonly code: MessageCode;
  readonly says: string;
}

/** Indexed by a code that is not known yet, each wording takes the arguments of its own. */
const BY_CODE: { readonly [C in MessageCode]: (...values: Parameters<Wordings[C]>) => string } = WORDINGS;

export const say = <C extends MessageCode>(code: C, ...values: Parameters<Wordings[C]>): Said => ({
  code,
  says: BY_CODE[code](...values),
});

/** "a", "a and b", "a, b and c". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

/** The sentence, and what the key means, where that is known. */
const spaced = (sentence: string, meaning: string): string => `${sentence} ${meaning}`.trimEnd();

const subjectTo = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : `, subject to ${listed(conditions)}`;

const OUTCOMES: Readonly<Record<Exposure, string>> = {
  exposed: "strangers get in",
  undecided: "the answer is undecided",
  invalid: "a policy is not valid",
  "cross-account": "only named outsiders get in",
  restricted: "only a named organisation, network or AWS service gets in",
  private: "no outsider gets in",
};

const outcome = (exposure: Exposure): string => OUTCOMES[exposure];
