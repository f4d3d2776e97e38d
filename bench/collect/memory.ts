import { startAws } from "./aws-process.ts";
import type { Figure } from "../judged.ts";
import { inFolder, scanCost, UNLIMITED } from "./scan-command.ts";

const REGIONS = [
  "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1",
  "eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-central-1",
].flatMap((line) => line.split(" "));

/** Of identities: 100,000 take minutes, so that they are read with --full alone. */
const SIZES = { quick: [1_000, 3_000], full: [1_000, 100_000] } as const;

/** In MB of old objects; a scan that needs more dies. */
const HEAP = 64;

/** What a scan of many identities in ten regions holds, over one of few. */
export const memory = async (isFull: boolean): Promise<readonly Figure[]> => {
  const [few, many] = isFull ? SIZES.full : SIZES.quick;
  const small = await megabytesOf(few);
  const large = await megabytesOf(many);
  return [
    {
      name: `memory of ${many} identities over ${few}`,
      says: `${large.toFixed(0)} MB over ${small.toFixed(0)} MB, in a heap of ${HEAP} MB`,
      value: large / small,
      limit: { atMost: 1.3 },
    },
  ];
};

const megabytesOf = (identities: number): Promise<number> =>
  inFolder(async (folder) => {
    const each = { accounts: 1, regions: REGIONS, identities: identities / REGIONS.length };
    const aws = await startAws({ ...each, oneScopeIn: 1, onePolicyIn: 2, rates: {} });
    try {
      const flags = ["--save-snapshot", "s.jsonl", ...UNLIMITED];
      return scanCost(aws, folder, flags, [`--max-old-space-size=${HEAP}`]).megabytes;
    } finally {
      await aws.close();
    }
  });
