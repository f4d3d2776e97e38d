import type { KeyClass } from "../../keys.ts";
import { say, type MessageCode, type Said } from "../../messages.ts";
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

/** For a key about which nothing is known. */
export const whyOpenKey = (predicate: Stated): Said =>
  say("unknown-key", shown(predicate), meaning(predicate));

/** Why a request without the key meets the condition. */
const whenMissing = ({ condition }: Stated): About => {
  if (condition.operator === "Null") return "requires-absence";
  if (condition.ifExists) return "if-exists";
  return condition.qualifier === "ForAllValues" ? "for-all-values" : "negated-absent";
};

/** Sentences about a condition and what its key means. */
type About = {
  [C in MessageCode]: Parameters<typeof say<C>> extends [C, string, string] ? C : never;
}[MessageCode];

/** Why the condition does not keep strangers out. `lacked`: a stranger's request can do without the key. */
export const whyOpen = (predicate: Stated, lacked: boolean): Said => {
  const { condition, whenMissing: metWhenMissing, whenPresent } = predicate;
  if (condition.values.length === 0) return say("no-values-open", shown(predicate));
  if (metWhenMissing && whenPresent === true) return say("true-either-way", shown(predicate));
  const code = metWhenMissing && lacked ? whenMissing(predicate) : whyMet(predicate);
  return say(code, shown(predicate), meaning(predicate));
};

/** Why a request with the key meets the condition. */
const whyMet = ({ key, condition, sign, variables, operand }: Stated): About => {
  const row = key.meaning?.class;
  if (row === "chosen" || row === "content" || row === "caller-kind" || row === "fixed" || row === "time")
    return "not-about-callers";
  if (condition.operator === "Null") return "requires-presence";
  if (!sign) return "excludes-values";
  if (key.meaning?.type === "ip") return "wide-network";
  if (variables !== null) return "own-value";
  return exactTexts(operand) === null ? "wide-pattern" : "met";
};

/** Why the condition keeps strangers out. */
export const whyClosed = (predicate: Stated): Said => {
  const { condition, whenMissing: metWhenMissing, whenPresent, key } = predicate;
  if (condition.values.length === 0) return say("no-values-closed", shown(predicate));
  if (!metWhenMissing && whenPresent === false) return say("never-met", shown(predicate));
  const row = key.meaning?.class;
  return say((row === undefined ? undefined : CLOSED[row]) ?? "closed", shown(predicate), meaning(predicate));
};

const CLOSED: Readonly<Partial<Record<KeyClass, About>>> = {
  "service-set": "blocks-direct-callers",
  network: "blocks-other-networks",
  fixed: "other-fixed-value",
  time: "time-over",
};
