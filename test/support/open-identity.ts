import { expect } from "chai";
import type { SarifResult } from "../../src/exporters/sarif/builder.ts";
import { githubRefuses } from "../exporters/sarif/github-checks.ts";
import { parse } from "../exporters/sarif/render.ts";
import { brokenStructure } from "../exporters/sarif/structure.ts";

export const ARN = "arn:aws:ses:us-east-1:111122223333:identity/jo@example.com";

const SCOPE = "aws/111122223333/us-east-1/ses";

/** A policy that lets everybody send, and a Deny that is of no account. */
export const OPEN: {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
} = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "open",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["ses:SendEmail", "ses:SendRawEmail"],
      Resource: ARN,
    },
    { Sid: "other", Effect: "Deny", Principal: "*", Action: "ses:SendBounce", Resource: ARN },
  ],
};

export const lines = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

export const snapshot = (document: string): string =>
  lines([
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T15:00:00Z",
      tool: "postern 0.1.0",
      caller: null,
      parameters: {},
    },
    {
      kind: "aws.ses.identity",
      scope: SCOPE,
      id: ARN,
      type: "EmailAddress",
      verification: "Success",
      dkim: { enabled: true, status: "Success" },
      policies: [{ name: "open", document }],
    },
    { kind: "scope", id: SCOPE, status: "complete", listed: 1 },
    { kind: "end", finishedAt: "2026-11-23T15:01:00Z" },
  ]);

export const exposed = (sarif: string): SarifResult | undefined => {
  expect([...brokenStructure(sarif), ...githubRefuses(sarif)]).to.deep.equal([]);
  return parse(sarif)
    .runs.flatMap(({ results }) => results ?? [])
    .find(({ ruleId }) => ruleId === "SES-003");
};
