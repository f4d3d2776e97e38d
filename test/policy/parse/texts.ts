import type { Hole } from "../../../src/model/resource.ts";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import type { NotAPolicy, Policy } from "../../../src/policy/shapes.ts";

export const PLAIN = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" };

export const text = (members: object, without: readonly string[] = []): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      Object.fromEntries(
        Object.entries({ ...PLAIN, ...members }).filter(([name]) => !without.includes(name)),
      ),
    ],
  });

export const refused = (source: string, holes: readonly Hole[] = []): readonly [string, string] | null => {
  const parsed: Policy | NotAPolicy = parsePolicy(source, holes);
  return isPolicy(parsed) ? null : [parsed.at, parsed.says];
};

export const principal = (value: unknown): string => text({ Principal: value });

export const aws = (name: unknown): string => principal({ AWS: name });

export const condition = (operator: string, key: string, value: unknown): string =>
  text({ Condition: { [operator]: { [key]: value } } });
