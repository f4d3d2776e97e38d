import { startAws } from "./aws-process.ts";
import type { Figure } from "../judged.ts";
import { inFolder, scanCost, UNLIMITED } from "./scan-command.ts";

const REGION = "eu-west-1";
const IDENTITIES = 100;
/** Of v1, by its two calls for an identity that has a policy; those for the attributes of a hundred come on top. */
const V1 = { 1: 2.05, 0: 1.05 } as const;

/** Calls for each identity by each lane alone, listing and attributes included. */
export const calls = async (): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const lane of ["v1", "v2", "v2-policies"])
    for (const onePolicyIn of [1, 0] as const) {
      const count = await callsOf(lane, onePolicyIn);
      figures.push({
        name: `calls by ${lane}, ${onePolicyIn === 1 ? "with a policy" : "without one"}`,
        says: `${count} for ${IDENTITIES} identities`,
        value: count / IDENTITIES,
        limit: { atMost: lane === "v1" ? V1[onePolicyIn] : 1.05 },
      });
    }
  return figures;
};

const callsOf = (lane: string, onePolicyIn: number): Promise<number> =>
  inFolder(async (folder) => {
    const estate = { accounts: 1, regions: [REGION], identities: IDENTITIES, oneScopeIn: 1, onePolicyIn };
    const aws = await startAws({ ...estate, rates: {} });
    try {
      scanCost(aws, folder, ["--region", REGION, "--ses-lanes", lane, ...UNLIMITED]);
      const asked = Object.entries(await aws.taken());
      return asked.reduce(
        (sum, [operation, one]) => sum + (operation === "GetCallerIdentity" ? 0 : one.calls),
        0,
      );
    } finally {
      await aws.close();
    }
  });
