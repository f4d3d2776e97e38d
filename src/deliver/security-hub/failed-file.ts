import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { problem } from "../../model/problem.ts";
import { isObject } from "../../text/is-object.ts";
import type { Failure } from "./send.ts";
import { isSent, isWorkflow, type Step } from "./step.ts";

/** What could not be done, as JSON Lines: a head, then each step with its finding and Security Hub's reason. */
export const failedText = (failures: readonly Failure[]): string =>
  [{ kind: "failed", version: 1 }, ...failures.map(({ step, code, message }) => ({ ...step, code, message }))]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");

/** @throws a usage problem with the line that is not one of `failedText`'s. */
export const readFailed = (text: string, file: string): readonly Step[] => {
  const [head, ...lines] = text.split("\n").filter((line) => line.trim() !== "");
  const first = json(head ?? "");
  if (first?.["kind"] !== "failed" || first["version"] !== 1) throw notFailed(`${file}:1`);
  return lines.map((line, index) => {
    const step = json(line);
    if (step === null || !isStep(step)) throw notFailed(`${file}:${index + 2}`);
    return { action: step.action, finding: step.finding };
  });
};

const json = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

const isStep = (value: Record<string, unknown>): value is Record<string, unknown> & Step => {
  const step = value as Record<string, unknown> & Step;
  return (isSent(step) || isWorkflow(step)) && isFinding(value["finding"]);
};

const isFinding = (value: unknown): value is AwsSecurityFinding =>
  isObject(value) &&
  ["Id", "ProductArn", "AwsAccountId", "UpdatedAt"].every((name) => typeof value[name] === "string");

const notFailed = (where: string): Error =>
  problem({
    what: "this is not a list of failed findings",
    where,
    todo: "Give --from the file that an earlier push wrote.",
    kind: "usage",
  });
