import type { PlannedStatement } from "./estate.ts";

const SEND = ["ses:SendEmail", "ses:SendRawEmail"];

export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const root = (account: string): string => `arn:aws:iam::${account}:root`;

/** A principal of accounts, users or roles. */
export const aws = (...names: readonly string[]): unknown => ({ AWS: names.length === 1 ? names[0] : names });

export const service = (name: string): unknown => ({ Service: name });

const statement = (
  effect: "Allow" | "Deny",
  principal: unknown,
  condition: Conditions | undefined,
  action: string | readonly string[],
): PlannedStatement => ({
  Effect: effect,
  Principal: principal,
  Action: action,
  ...(condition !== undefined && { Condition: condition }),
});

export const allow = (
  principal: unknown,
  condition?: Conditions,
  action: string | readonly string[] = SEND,
): PlannedStatement => statement("Allow", principal, condition, action);

export const deny = (
  principal: unknown,
  condition?: Conditions,
  action: string | readonly string[] = "ses:*",
): PlannedStatement => statement("Deny", principal, condition, action);
