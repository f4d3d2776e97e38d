import type { Otherwise, Reach } from "../policy/question.ts";

/** Open questions that a rule's verdict rests on, and whether it stands in spite of them. */
interface Doubted {
  /** Names, not sorted. */
  readonly doubts: readonly string[];
  readonly isFirm: boolean;
}

/**
 * What another answer to an open question would change for a rule that asks for more than the exposure. A failure
 * stands where only an unlikely answer speaks against it; a pass does not stand where any answer does.
 *
 * @param fails whether the rule objects to the reach as it is
 * @param failsThen whether it objects to one of the other answers
 */
export const doubtsOf = (
  { otherwise }: Reach,
  fails: boolean,
  failsThen: (other: Otherwise) => boolean,
): Doubted => {
  const against = otherwise.filter((other) => isDecided(other) && failsThen(other) !== fails);
  return {
    doubts: against.map(({ doubt }) => doubt),
    isFirm: fails ? against.every(({ unlikely }) => unlikely) : against.length === 0,
  };
};

/** What is not decided either way says nothing. */
const isDecided = ({ exposure }: Otherwise): boolean => exposure !== "undecided" && exposure !== "invalid";
