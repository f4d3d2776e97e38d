#!/usr/bin/env bash
# @cloud-copilot/iam-simulate 0.1.173: a date condition written in epoch seconds is compared as milliseconds.
#
# Input:    a bucket policy with DateLessThan on aws:CurrentTime, once as 2030-01-01T00:00:00Z and once as 1893456000,
#           the same moment in epoch seconds; the request is made in 2026. The IAM user guide ("IAM JSON policy elements:
#           Condition operators", date operators) takes ISO 8601 dates and epoch (UNIX) time alike.
# Expected: both policies give the same answer, Allowed.
# Seen:     the ISO form is Allowed, the epoch form is ImplicitlyDenied: 1893456000 is read as a moment in January 1970.
#           A tool that uses the simulator as its second opinion reports a difference that AWS would not show.
#
# Exits 0 while that is so, and 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >npm.log
npm install --no-audit --no-fund --ignore-scripts @cloud-copilot/iam-simulate@0.1.173 >>npm.log 2>&1
cat >look.mjs <<'JS'
import { runSimulation } from "@cloud-copilot/iam-simulate";

const Version = "2012-10-17";
const answer = async (date) => {
  const Condition = { DateLessThan: { "aws:CurrentTime": date } };
  const grant = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" };
  const { overallResult } = await runSimulation(
    {
      request: {
        principal: "arn:aws:iam::999999999999:user/reader",
        action: "s3:GetObject",
        resource: { resource: "arn:aws:s3:::reports/q3.txt", accountId: "123456789012" },
        contextVariables: { "aws:CurrentTime": "2026-06-01T00:00:00Z" },
      },
      identityPolicies: [{ name: "reader", policy: { Version, Statement: [grant] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: { Version, Statement: [{ ...grant, Principal: "*", Condition }] },
    },
    {},
  );
  return overallResult;
};
for (const date of ["2030-01-01T00:00:00Z", "1893456000"]) console.log(`${date}: ${await answer(date)}`);
JS
node look.mjs | tee seen.txt
cat >expected.txt <<'TXT'
2030-01-01T00:00:00Z: Allowed
1893456000: ImplicitlyDenied
TXT
diff expected.txt seen.txt && echo "As described."
