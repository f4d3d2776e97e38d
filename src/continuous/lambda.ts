import type { FunctionContext } from "./functions/function-context.ts";

/**
 * The functions of the bundle for AWS Lambda: a handler by its name, a line each. What a handler needs is loaded by its first
 * call, so that each function starts as fast as its own part allows.
 */

/** A Lambda Hook of CloudFormation for the targets STACK and CHANGE_SET. */
export const hook = async (event: unknown): Promise<unknown> =>
  (await import("./functions/hook.ts")).hook(event);

/** The steps of the state machine over an organisation: deploy/organisation.yaml. */
export const plan = async (event: unknown): Promise<unknown> =>
  (await import("./functions/organisation.ts")).plan(event);

export const scanShard = async (event: unknown, context: FunctionContext): Promise<unknown> =>
  (await import("./functions/organisation.ts")).scanShard(event, context);

export const keepManifest = async (event: unknown): Promise<unknown> =>
  (await import("./functions/organisation.ts")).keepManifest(event);

export const merge = async (event: unknown): Promise<unknown> =>
  (await import("./functions/organisation.ts")).merge(event);

export const push = async (event: unknown, context: FunctionContext): Promise<unknown> =>
  (await import("./functions/organisation.ts")).push(event, context);

/** A rule of EventBridge for what CloudTrail tells of a service. */
export const realTime = async (event: unknown): Promise<unknown> =>
  (await import("./functions/real-time.ts")).realTime(event);

/** A periodic custom rule of AWS Config. */
export const configRule = async (event: unknown, context: FunctionContext): Promise<unknown> =>
  (await import("./functions/config-rule.ts")).configRule(event, context);
