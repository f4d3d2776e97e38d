import type { ResultsRecord } from "../../../src/model/results.ts";
import { estate } from "./estate.ts";

/** What people who control a name try. */
export const PAYLOADS: readonly string[] = [
  `</script><script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `javascript:alert(1)`,
  `{{constructor}}{{#if x}}{{{y}}}`,
  `<!-- </style> --> ]]>`,
  `$& $1 &amp; &#60;`,
  `\u202Egnp.exe\u2066\u0000\u0007\u001B[31m\u2028\uFEFF`,
  `=HYPERLINK("http://x")`,
  `x`.repeat(5_000),
];

/** Members that are words of the model and not of somebody's free choice. */
const FIXED = new Set([
  "kind",
  "status",
  "riskLevel",
  "scope",
  "ruleId",
  "rule",
  "role",
  "at",
  "state",
  "change",
  "strength",
  "standard",
  "clause",
  "service",
  "provider",
  "categories",
  "now",
  "snapshotSha256",
  "sha256",
  "version",
]);

const poisoned = (value: unknown, poison: string, key = ""): unknown => {
  if (FIXED.has(key)) return value;
  if (typeof value === "string") return `${value}${poison}`;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, poison, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, poisoned(member, poison, name)]),
  );
};

/** Every text of the estate that somebody could choose ends in the poison: names, reasons, policies, times, addresses. */
export const hostileEstate = (poison: string): readonly ResultsRecord[] => {
  // The shapes stay; only texts grow.
  const records: unknown = estate().map((record) =>
    record.kind === "run"
      ? {
          ...record,
          run: poisoned(record.run, poison),
          rules: record.rules.map((rule) => ({ ...poisonedRule(rule, poison) })),
        }
      : poisoned(record, poison),
  );
  return records as readonly ResultsRecord[];
};

const poisonedRule = (rule: { readonly id: string }, poison: string): object => ({
  ...(poisoned(rule, poison) as object),
  id: rule.id,
});
