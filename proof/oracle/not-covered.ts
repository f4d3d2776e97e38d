/** What the encoding has no words for: the set of policies is not asked about. */
export const notCovered = (construct: string): Error =>
  Object.assign(new Error(construct), { name: "NotCovered" });

export const isNotCovered = (error: unknown): error is Error =>
  error instanceof Error && error.name === "NotCovered";
