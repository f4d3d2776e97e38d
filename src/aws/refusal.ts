import type { Refusal } from "../model/fact.ts";

/** An SDK error, or whatever else was thrown, as data: AWS's own error name and message. */
export const refusalOf = (operation: string, error: unknown): Refusal => ({
  operation,
  code: codeOf(error),
  message: messageOf(error),
  attempts: attemptsOf(error),
});

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "Unknown";
  const system = "code" in error && typeof error.code === "string" ? error.code : null;
  if (error instanceof SyntaxError || error.message.includes("Deserialization")) return "UnexpectedAnswer";
  return error.name === "Error" && system !== null ? system : error.name;
};

/** The first line, at most 500 characters; the SDK adds hints for programmers below it. */
const messageOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").slice(0, 500);
};

const attemptsOf = (error: unknown): number => {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return 1;
  const metadata: unknown = error.$metadata;
  return typeof metadata === "object" && metadata !== null && "attempts" in metadata
    ? Number(metadata.attempts) || 1
    : 1;
};
