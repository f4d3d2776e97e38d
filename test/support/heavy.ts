/** Whether tests are to try far more than `npm test` has time for; `npm run test:heavy` sets it. */
export const HEAVY: boolean = process.env["POSTERN_HEAVY"] === "1";

/** Each third of a long record, from its first on; the whole record where tests try more. */
export const aThirdOf = <T>(recorded: readonly T[]): readonly T[] =>
  HEAVY ? recorded : recorded.filter((_, index) => index % 3 === 0);
