import { spend } from "../../sets/budget.ts";
import { shortestMember } from "../../sets/language.ts";
import type { Requirement } from "../../sets/requirement.ts";
import { spelled } from "../../sets/spelled.ts";
import { membersOf } from "../request/named-or-trusted.ts";
import { languageOf } from "../compile/operand.ts";
import type { Constraint } from "../request/symbolic-request.ts";
import { lift } from "../keys/projection.ts";
import type { Environment } from "../request/environment.ts";

/** A shortest text, cached: the same is asked for each class of callers, and on many branches of a search. */
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

/** The variable's values that satisfy the constraint; null for a constraint that is not about texts. */
export const requirementOf = ({ key, sign, operand }: Constraint): Requirement | null => {
  const patterns = languageOf(operand);
  return patterns === null
    ? null
    : { patterns: patterns.flatMap((one) => lift(key.projection, one)), wanted: sign };
};
