import { analyze } from "../../src/analyze.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Coverage } from "../../src/model/results.ts";
import type { ChosenValue } from "../../src/sources/tree/values.ts";
import { inFolder } from "../support/folder.ts";

export interface Judged {
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
}

/** Judges a folder that holds these files as `analyze .` does; `rule` picks the findings of one rule, `values` are `--var` and `--var-file`. */
export const judgeFiles = (
  files: Readonly<Record<string, string | Uint8Array>>,
  rule = "SES-003",
  values: readonly ChosenValue[] = [],
): Promise<Judged> =>
  inFolder(files, async (cwd) => {
    const findings: Finding[] = [];
    const coverages: Coverage[] = [];
    for await (const record of analyze({ paths: ["."], cwd, values, now: "2026-11-29T00:00:00Z" })) {
      if (record.kind === "finding" && record.ruleId === rule && record.resource.kind === "aws.ses.identity")
        findings.push(record);
      if (record.kind === "coverage") coverages.push(record);
    }
    const [coverage] = coverages;
    if (coverage === undefined) throw new Error("there is no coverage");
    return { findings, coverage };
  });

/** Each identity's name with its exposure. */
export const exposuresOf = ({ findings }: Judged): readonly string[] =>
  findings.map(({ resource, data }) => `${resource.name} ${String(data["exposure"])}`);

/** A policy of one statement, as an expression of Terraform. */
export const policyOf = (statement: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ses:SendEmail", ${statement} }] })`;

/** A resource that attaches a policy. */
export const attached = (name: string, policy: string, identity = '"example.com"', more = ""): string =>
  `resource "aws_ses_identity_policy" "${name}" {\n  identity = ${identity}\n  name = "${name}"\n  policy = ${policy}\n  ${more}\n}\n`;

export const OPEN: string = policyOf('Principal = "*", Resource = "*"');

export const CLOSED: string = policyOf('Principal = { AWS = "111122223333" }, Resource = "*"');
