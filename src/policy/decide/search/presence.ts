import { entryOf, withEntry } from "../request/persistent-map.ts";
import { ANY_DIMENSIONS, DIMENSIONS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { withKnowledge, narrowed, type SymbolicRequest } from "../request/symbolic-request.ts";
import type { SearchContext } from "../request/assignment.ts";
import { settled } from "./add-constraint.ts";

/** A caller of another kind has another name. */
export const settledAfter = (
  context: SearchContext,
  before: SymbolicRequest,
  after: SymbolicRequest | null,
): SymbolicRequest | null =>
  after === null || lowest(after.kinds) === lowest(before.kinds) ? after : settled(context, after);

/** The requests of the state that carry the key. */
export const assumePresent = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
): SymbolicRequest | null => {
  if (key.optional && entryOf(request.present, key.together) === false) return null;
  const left = settledAfter(context, request, narrowed(request, key.carriedOn));
  if (left === null || !key.optional || entryOf(left.present, key.together) === true) return left;
  return withKnowledge(left, withEntry(left.present, key.together, true), left.constraints, left.values);
};

/** The requests of the state that do not carry the key. */
export const assumeMissing = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
): readonly SymbolicRequest[] => {
  if (key.behind === "never") return [request];
  const requests: SymbolicRequest[] = [];
  if (key.optional && entryOf(request.present, key.together) !== true) {
    requests.push(
      withKnowledge(
        request,
        withEntry(request.present, key.together, false),
        request.constraints,
        request.values,
      ),
    );
    // Of keys that come together, one may need more than the others: no age of an MFA where there was none.
    if (key.together === key.id) return requests;
  }
  for (const dimension of DIMENSIONS) {
    if ((key.carriedOn[dimension] & ANY_DIMENSIONS[dimension]) === ANY_DIMENSIONS[dimension]) continue;
    const left = settledAfter(
      context,
      request,
      narrowed(request, { [dimension]: ~key.carriedOn[dimension] }),
    );
    if (left !== null) requests.push(left);
  }
  return requests;
};
