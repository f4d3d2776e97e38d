import { groupBy } from "../../text/order.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";

/** The outcome of a file with what else of it is not understood, one reason a line. */
export const withUnread = (
  outcome: Exclude<Outcome, { readonly status: "not-understood" }>,
  parts: readonly UnreadPart[],
): Outcome => {
  const unread = groupBy(
    outcome.status === "judged" ? [...(outcome.unread ?? []), ...parts] : parts,
    ({ line }) => line,
  );
  const [first, ...rest] = [...unread.values()].flatMap(([one]) => one ?? []);
  if (first === undefined) return outcome;
  if (outcome.status === "judged") return { ...outcome, unread: [first, ...rest] };
  return { status: "not-understood", ...first };
};
