import type { AwsSecurityFinding, WorkflowStatus } from "@aws-sdk/client-securityhub";
import { problem } from "../../model/problem.ts";
import { isObject } from "../../text/is-object.ts";
import type { Known } from "./known.ts";

/** `sending`: what Security Hub has is not certain · `settled`: it is · `empty`: forget what stood here before. */
export type HubState = "sending" | "settled" | "empty";

/** One line of a ledger. */
export type Line =
  | { readonly kind: "ledger"; readonly version: 1 }
  | { readonly kind: "hub"; readonly productArn: string; readonly state: HubState }
  | {
      readonly kind: "finding";
      readonly finding: AwsSecurityFinding;
      readonly workflow: WorkflowStatus | null;
    };

export const HEAD: Line = { kind: "ledger", version: 1 };
export const hubLine = (productArn: string, state: HubState): Line => ({ kind: "hub", productArn, state });
export const findingLine = ({ finding, workflow }: Known): Line => ({ kind: "finding", finding, workflow });

export const asText = (lines: readonly Line[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

/** @throws a usage problem with the place of the line. */
export const parsed = (text: string, where: string, first: boolean): Line => {
  const line = json(text);
  if (isLine(line) && (line.kind === "ledger") === first) return line;
  throw problem({
    what: "this is not a ledger of Postern",
    where,
    todo: "Name another file with --ledger; without one, Security Hub is asked what it has.",
    kind: "usage",
  });
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isLine = (value: unknown): value is Line => {
  if (!isObject(value)) return false;
  if (value["kind"] === "ledger") return value["version"] === 1;
  if (value["kind"] === "hub") return "productArn" in value && "state" in value;
  return value["kind"] === "finding" && isObject(value["finding"]);
};
