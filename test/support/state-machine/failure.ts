/** An error as Step Functions names it. */
export interface Failure extends Error {
  readonly failure: { readonly Error: string; readonly Cause: string };
}

export const failure = (name: string, cause: string): Failure =>
  Object.assign(new Error(`${name}: ${cause}`), { failure: { Error: name, Cause: cause } });

export const isFailure = (error: unknown): error is Failure => error instanceof Error && "failure" in error;

/** Errors that `States.ALL` does not stand for. Source: Step Functions developer guide, "Handling errors". */
const APART: readonly string[] = ["States.DataLimitExceeded", "States.Runtime"];

export const isNamedBy = (names: readonly string[], { failure: { Error: name } }: Failure): boolean =>
  names.includes(name) || (names.includes("States.ALL") && !APART.includes(name));
