/**
 * The functions of the bundle for AWS Lambda: a handler by its name, a line each. What a handler needs is loaded by its first
 * call, so that each function starts as fast as its own part allows.
 */

/** A Lambda Hook of CloudFormation for the targets STACK and CHANGE_SET. */
export const hook = async (event: unknown): Promise<unknown> =>
  (await import("./functions/hook.ts")).hook(event);
