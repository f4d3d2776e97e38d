/** What the handlers use of the context object of AWS Lambda. */
export interface FunctionContext {
  /** Milliseconds until the runtime ends the function. */
  readonly getRemainingTimeInMillis: () => number;
}
