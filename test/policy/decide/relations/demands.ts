import type { Members } from "../explain/support.ts";

export type Demand = readonly [operator: string, key: string, value: unknown];

export const conditions = (...all: readonly Demand[]): Members => {
  const Condition: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of all) Condition[operator] = { ...Condition[operator], [key]: value };
  return { Condition };
};

export const kind = (type: string): readonly [string, string, string] => [
  "StringEquals",
  "aws:PrincipalType",
  type,
];

export const TAG = "aws:PrincipalTag/a";

export const OTHER = "aws:PrincipalTag/b";
