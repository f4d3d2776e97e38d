import type { KeyClass } from "../../keys.ts";
import type { Condition } from "../../shapes.ts";
import type { Predicate } from "../compile/predicate.ts";
import { exactTexts } from "../compile/operand.ts";

/** A predicate of a Condition. */
export type Stated = Predicate & { readonly condition: Condition };

export const isStated = (predicate: Predicate): predicate is Stated => predicate.condition !== null;

/** `aws:SourceAccount under StringEqualsIfExists` */
export const shown = ({ condition, key }: Stated): string => `${key.name} under ${operatorOf(condition)}`;

const operatorOf = ({ qualifier, operator, ifExists }: Condition): string =>
  `${qualifier === null ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""}`;

const meaning = (predicate: Predicate): string => predicate.key.meaning?.says ?? "";

/** Of a key about which nothing is known. */
export const whyOpenKey = (clause: Stated): string =>
  `${shown(clause)}: whether requests carry the key, and who chooses its value, is not known. ${meaning(clause)}`.trimEnd();

/** Why a request without the key meets the condition. */
const whenMissing = ({ condition }: Stated): string => {
  if (condition.operator === "Null") return "asks for the key to be missing";
  if (condition.ifExists) return "is true for a request without the key";
  return condition.qualifier === "ForAllValues"
    ? "is true of no values at all"
    : "is true for a request without the key, because it is negated";
};

/** Why the condition does not keep strangers out. `lacked`: a stranger's request can do without the key. */
export const whyOpen = (clause: Stated, lacked: boolean): string => {
  const what = shown(clause);
  if (clause.condition.values.length === 0)
    return `${what} has no values: AWS' own texts contradict each other on what that means; here no value can match.`;
  if (clause.whenMissing && clause.whenPresent === true)
    return `${what} does not restrict: it is true with the key and without it.`;
  if (clause.whenMissing && lacked)
    return `${what} does not restrict: it ${whenMissing(clause)}. ${meaning(clause)}`;
  const row = clause.key.meaning?.class;
  if (row === "chosen" || row === "content" || row === "caller-kind" || row === "fixed" || row === "time")
    return `${what} does not restrict who: ${meaning(clause)}`;
  if (clause.condition.operator === "Null")
    return `${what} asks only that the key be there. ${meaning(clause)}`;
  if (!clause.sign) return `${what} leaves out what it names; everything else stays open. ${meaning(clause)}`;
  if (clause.key.meaning?.type === "ip")
    return `${what} takes in too many addresses to be a place: together more than a /8 (IPv6: /32). ${meaning(clause)}`;
  if (clause.variables !== null)
    return `${what} compares with a value that a stranger brings along. ${meaning(clause)}`;
  return exactTexts(clause.operand) === null
    ? `${what} has a wildcard that fits a stranger's own value too. ${meaning(clause)}`
    : `${what} is met by a stranger too. ${meaning(clause)}`;
};

/** Why the condition keeps strangers out. */
export const whyClosed = (clause: Stated): string => {
  const what = shown(clause);
  if (clause.condition.values.length === 0)
    return `${what} has no values, so no value can match. AWS' own texts contradict each other on that: give it the values that are meant.`;
  if (!clause.whenMissing && clause.whenPresent === false)
    return `${what} is never met: it is true neither with the key nor without it.`;
  const row = clause.key.meaning?.class;
  return `${what} ${(row === undefined ? null : CLOSED[row]) ?? "keeps strangers out."} ${meaning(clause)}`;
};

const CLOSED: Readonly<Partial<Record<KeyClass, string>>> = {
  "service-set": "keeps out whoever calls directly.",
  network: "keeps out whoever calls from elsewhere.",
  fixed: "is never met: the value is the same for every request on this resource, and another.",
  time: "is never met: no time from now on fits.",
};
