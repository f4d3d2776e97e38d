/** How long a call may take, and how much may come back. Milliseconds and bytes. */
export interface CallLimits {
  /** Multiplies the rates that AWS documents, for a proof whose times are parts of the real ones; 1 where absent. */
  readonly timesDocumentedRate?: number;
  /** One attempt, from the request to the last byte of its answer. */
  readonly attemptWithin: number;
  /** All attempts of one call together; no attempt begins after it. */
  readonly callWithin: number;
  /** The largest answer that is taken in, where a client asks for no other. */
  readonly largestAnswer: number;
  /** What may be lost to calls that were not answered in time, in one account and region; beyond it nothing more is asked there. */
  readonly lostWithin: number;
  /** How long a call waits, or is tried again, before that is said; and again each time. */
  readonly toldEvery: number;
}

/** SES answers within a second and with less than a megabyte: 20 policies of 4 KB, or 1,000 names. */
export const CALL_LIMITS: CallLimits = {
  attemptWithin: 15_000,
  callWithin: 45_000,
  largestAnswer: 8_000_000,
  lostWithin: 100_000,
  toldEvery: 10_000,
};

/** The SDK tries a call again after an error of this name. */
export const tooLate = (milliseconds: number): Error =>
  Object.assign(new Error(`No whole answer came within ${inWords(milliseconds)}.`), { name: "TimeoutError" });

/** Not tried again: the time of all attempts is over. */
export const overdue = (milliseconds: number): Error =>
  Object.assign(
    new Error(`The call was not answered within ${inWords(milliseconds)}, all attempts together.`),
    {
      name: "DeadlineExceeded",
    },
  );

export const tooLarge = (bytes: number): Error =>
  Object.assign(new Error(`The answer has more than ${bytes} bytes; what answered may not be AWS.`), {
    name: "AnswerTooLarge",
  });

/** `45 s`, `10 min`. */
export const inWords = (milliseconds: number): string =>
  milliseconds >= 120_000
    ? `${Math.round(milliseconds / 60_000)} min`
    : `${Math.round(milliseconds / 1000)} s`;
