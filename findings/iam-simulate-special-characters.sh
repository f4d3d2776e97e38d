#!/usr/bin/env bash
# @cloud-copilot/iam-simulate 0.1.173: ${*}, ${?} and ${$} stand for their character under StringLike only.
#
# Input:    a bucket policy whose condition compares a tag of the caller with a${*}c, a${?}c or a${$}c; the caller's tag
#           is a*c, a?c or a$c. The IAM user guide ("IAM policy elements: Variables and tags", special characters)
#           lets the three be used wherever a policy variable may stand, and StringEquals takes variables.
# Expected: Allowed under StringLike and under StringEquals.
# Seen:     Allowed under StringLike; ImplicitlyDenied under StringEquals, where the text is compared with its ${…} left in.
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
const grant = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" };
const answer = async (operator, character) => {
  const Condition = { [operator]: { "aws:PrincipalTag/team": `a\${${character}}c` } };
  const { overallResult } = await runSimulation(
    {
      request: {
        principal: "arn:aws:iam::999999999999:user/reader",
        action: "s3:GetObject",
        resource: { resource: "arn:aws:s3:::reports/q3.txt", accountId: "123456789012" },
        contextVariables: { "aws:PrincipalTag/team": `a${character}c` },
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
for (const operator of ["StringLike", "StringEquals"])
  for (const character of ["*", "?", "$"])
    console.log(`${operator} \${${character}}: ${await answer(operator, character)}`);
JS
node look.mjs | tee seen.txt
cat >expected.txt <<'TXT'
StringLike ${*}: Allowed
StringLike ${?}: Allowed
StringLike ${$}: Allowed
StringEquals ${*}: ImplicitlyDenied
StringEquals ${?}: ImplicitlyDenied
StringEquals ${$}: ImplicitlyDenied
TXT
diff expected.txt seen.txt && echo "As described."
