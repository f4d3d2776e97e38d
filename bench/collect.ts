import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAws, type AwsProcess, type Estate } from "./collect/aws-process.ts";
import { bareLoop } from "./collect/bare-loop.ts";
import { allAccounts, scanCost } from "./collect/scan-command.ts";
import { processCost } from "./process-cost.ts";

const REGION = "eu-west-1";

const withAws = async (estate: Estate, use: (aws: AwsProcess, folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "postern-collect-"));
  const aws = await startAws(estate);
  try {
    await use(aws, folder);
  } finally {
    await aws.close();
    rmSync(folder, { recursive: true });
  }
};
const LANES = ["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"];
const FREE = ["--calls-per-second", "100000"];

const rate = async () => {
  for (const burst of [1, 5, 20])
    await withAws(
      { accounts: 1, regions: [REGION], identities: 600, oneScopeIn: 1, onePolicyIn: 2, rates: { "ses:*": { perSecond: 20, burst } } },
      async (aws, folder) => {
        scanCost(aws, folder, ["--region", REGION, "--owners-share", "0"]);
        const asked = await aws.taken();
        const lanes = LANES.flatMap((n) => asked[n] ?? []);
        const first = Math.min(...lanes.map((a) => a.first));
        const last = Math.max(...lanes.map((a) => a.last));
        const all = Object.values(asked);
        const s = (last - first) / 1000;
        const best = 600 / ((600 - 3 * burst) / 60);
        const thr = all.reduce((n, a) => n + a.throttled, 0), calls = all.reduce((n, a) => n + a.calls, 0);
        console.log(`burst ${burst}: ${s} s, ${(600 / s).toFixed(1)}/s, of ${best.toFixed(1)} = ${(600 / s / best).toFixed(3)}; throttled ${thr} of ${calls} = ${((100 * thr) / calls).toFixed(2)} %`, JSON.stringify(Object.fromEntries(Object.entries(asked).map(([k, v]) => [k, [v.calls, v.throttled, v.first - first, v.last - first]]))));
      },
    );
};

export const bench = async (): Promise<void> => {
  const what = process.argv.at(-1);
  if (what === "rate") await rate();
  if (what === "calls")
    for (const lane of ["v1", "v2", "v2-policies"])
      for (const onePolicyIn of [1, 0])
        await withAws({ accounts: 1, regions: [REGION], identities: 500, oneScopeIn: 1, onePolicyIn, rates: {} }, async (aws, folder) => {
          scanCost(aws, folder, ["--region", REGION, "--ses-lanes", lane, ...FREE]);
          const asked = await aws.taken();
          console.log(lane, onePolicyIn, JSON.stringify(Object.fromEntries(Object.entries(asked).map(([k, v]) => [k, v.calls]))));
        });
  if (what === "scopes") {
    const regions = Array.from({ length: 17 }, (_, i) => ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "af-south-1", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"][i] ?? "");
    const accounts = Number(process.env["ACCOUNTS"] ?? 250);
    const estate = { accounts, regions, identities: 1, oneScopeIn: 100, onePolicyIn: 1, rates: {} };
    await withAws(estate, async (aws, folder) => {
      for (let i = 0; i < 3; i += 1) {
        const bare = processCost(bareLoop({ url: aws.url, accounts, regions, concurrency: 32 }), folder, aws.env);
        console.log("bare", bare, JSON.stringify(Object.fromEntries(Object.entries(await aws.taken()).map(([k, v]) => [k, v.calls]))));
        const own = scanCost(aws, folder, [...allAccounts(estate, folder), "--save-snapshot", `s${i}.jsonl`]);
        console.log("own", own, JSON.stringify(Object.fromEntries(Object.entries(await aws.taken()).map(([k, v]) => [k, v.calls]))));
      }
    });
  }
};
