import { spend } from "../../sets/budget.ts";
import { shortestMember } from "../../sets/language.ts";
import type { Requirement } from "../../sets/requirement.ts";
import { spelled } from "../../sets/spelled.ts";
import { membersOf } from "../request/named-in-policies.ts";
import { languageOf } from "../compile/operand.ts";
import type { Constraint } from "../request/symbolic-request.ts";
import { lift } from "../keys/projection.ts";
import type { Environment } from "../request/environment.ts";

/** A shortest text, remembered: the same is asked for one party after the other, and on many ways past the Denies. */
export const shortestWord = (
  environment: Environment,
  requirements: readonly Requirement[],
): string | null => {
  const members = membersOf(environment);
  const key = spelled(requirements);
  spend(environment.budget, key.length >> 2);
  const known = members.get(key);
  if (known !== undefined) return known;
  const member = shortestMember(requirements, environment.budget);
  members.set(key, member);
  return member;
};

/** The variable's values that pass the rule; null of a rule that is not of texts. */
export const requirementOf = ({ key, sign, operand }: Constraint): Requirement | null => {
  const patterns = languageOf(operand);
  return patterns === null
    ? null
    : { patterns: patterns.flatMap((one) => lift(key.projection, one)), wanted: sign };
};
