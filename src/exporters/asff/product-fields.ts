import type { Finding } from "../../model/finding.ts";
import type { Run, RunRule } from "../../model/results.ts";
import { by } from "../../text/order.ts";
import { tableDates } from "../table-dates.ts";
import { fieldMap } from "./text.ts";

/** Names are `company/product/field`; the service keeps `aws/` for itself. */
export const PRODUCT = "postern/postern/";

/**
 * 26 of the 50 pairs that are allowed: with four bytes a character the whole finding still stays below 240 KB.
 * A value may have 2048 characters by the model, and 1024 in practice (kube-bench found out).
 */
const LIMITS = { pairs: 26, name: 128, value: 1024 };

/** Who wrote the policy that is at fault: JSON of four texts, each of at most 256 characters. */
export const ORIGIN: string = `${PRODUCT}origin`;

/**
 * The product's own fields of a Security Hub finding, for what the format has no member for: exposure, statement, witness,
 * fingerprints. Another field is a row here: it takes one of the pairs, so that one of `data` may be dropped, and
 * findings that are in Security Hub are written again. A member of the format is one of finding.ts, and of members.ts.
 */
export const productFields = (
  finding: Finding,
  rule: RunRule | undefined,
  tables: Run["tool"]["tables"],
): Record<string, string> => {
  const own = [
    ["scope", finding.scope],
    ["rule-version", rule?.version ?? ""],
    ["tables", tableDates(tables)],
    ["statement", statements(finding)],
    ["witness", finding.witness === null ? "" : JSON.stringify(finding.witness)],
    ["fingerprint", finding.faults.map(({ fingerprint }) => fingerprint).join(" ")],
    ["exception", finding.exception === null ? "" : JSON.stringify(finding.exception)],
  ] as const;
  const data = Object.entries(finding.data).sort(by(([name]) => name));
  const fields = fieldMap(
    [...own, ...data].map(([name, value]) => [PRODUCT + name, value]),
    LIMITS,
  );
  // Beside the limit: what else there is must not depend on it.
  return finding.origin === undefined ? fields : { ...fields, [ORIGIN]: JSON.stringify(finding.origin) };
};

/** The elements that grant, or else everything that was weighed: `Policy-1 /Statement/0/Principal: lets anyone in`. */
const statements = ({ evidence }: Finding): string => {
  const granting = evidence.filter(({ role }) => role === "grants");
  return (granting.length > 0 ? granting : evidence)
    .map(({ document, at, says }) => `${[document, at].filter(Boolean).join(" ")}: ${says}`)
    .join("\n");
};
