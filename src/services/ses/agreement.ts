import { isUnread } from "../../model/fact.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import type { Lane, Reading } from "./lane.ts";

/**
 * Reads an identity by a second lane too. Where the two disagree, the policy may have been changed in between: both are
 * asked once more. What they still disagree on is not known.
 *
 * A second lane that is refused says nothing against the first.
 */
export const agreed = async (
  identity: string,
  [first, second]: readonly [Lane, Lane],
  reading: Reading,
): Promise<Reading> => {
  const other = await second.read(identity);
  if (isUnread(other.policies) || isSame(reading, other)) return reading;
  const again = await first.read(identity);
  const otherAgain = await second.read(identity);
  if (isSame(again, otherAgain)) return again;
  if (isUnread(again.policies) || isUnread(otherAgain.policies)) return again;
  return {
    mayBeGone: again.mayBeGone || otherAgain.mayBeGone,
    policies: {
      unread: {
        operation: `${first.name} and ${second.name}`,
        code: "LanesDisagree",
        message: "Two operations of Amazon SES gave different policies, twice.",
        attempts: 2,
      },
    },
  };
};

/** Whether both name the same policies with the same meaning; the two APIs may space their JSON differently. */
const isSame = ({ policies: one }: Reading, { policies: other }: Reading): boolean =>
  !isUnread(one) &&
  !isUnread(other) &&
  one.length === other.length &&
  one.every((policy, index) => says(policy, other[index]));

const says = (one: PolicyDocument, other: PolicyDocument | undefined): boolean =>
  other !== undefined &&
  one.name === other.name &&
  (one.document === other.document || withoutSpelling(one.document) === withoutSpelling(other.document));

const withoutSpelling = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
};
