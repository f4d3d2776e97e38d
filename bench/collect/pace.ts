import { startAws, type Asked } from "./aws-process.ts";
import { keeps, type Figure } from "../judged.ts";
import { inFolder, scanCost } from "./scan-command.ts";

const REGION = "eu-west-1";
const IDENTITIES = 600;
/** Of each operation. A quota of so many calls a second has as many at once, as AWS's documented ones have. */
const PER_SECOND = 20;
/** The best round counts: whatever else the machine does slows one down, and makes calls come in bunches. */
const ROUNDS = 3;

const LANES = ["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"];

/** Identities a second in one region whose quotas nobody has told, and how many calls were throttled. */
export const pace = async (): Promise<readonly Figure[]> => {
  let best: readonly Figure[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const figures = await once();
    if (best.length === 0 || missing(figures) < missing(best)) best = figures;
    if (missing(best) === 0) break;
  }
  return best;
};

const missing = (figures: readonly Figure[]): number => figures.filter((figure) => !keeps(figure)).length;

const once = (): Promise<readonly Figure[]> =>
  inFolder(async (folder) => {
    const rates = { "ses:*": { perSecond: PER_SECOND, burst: PER_SECOND } };
    const estate = { accounts: 1, regions: [REGION], identities: IDENTITIES, oneScopeIn: 1, onePolicyIn: 2 };
    const aws = await startAws({ ...estate, rates });
    try {
      scanCost(aws, folder, ["--region", REGION, "--owners-share", "0"]);
      return figuresOf(Object.entries(await aws.taken()));
    } finally {
      await aws.close();
    }
  });

const figuresOf = (asked: readonly (readonly [string, Asked])[]): readonly Figure[] => {
  const lanes = asked.flatMap(([operation, one]) => (LANES.includes(operation) ? [one] : []));
  const seconds =
    (Math.max(...lanes.map(({ last }) => last)) - Math.min(...lanes.map(({ first }) => first))) / 1000;
  const possible = (IDENTITIES - LANES.length * PER_SECOND) / (LANES.length * PER_SECOND);
  const calls = asked.reduce((sum, [, one]) => sum + one.calls, 0);
  const throttled = asked.reduce((sum, [, one]) => sum + one.throttled, 0);
  const perSecond = (IDENTITIES / seconds).toFixed(1);
  return [
    {
      name: "pace",
      says: `${perSecond} identities a second, over ${(IDENTITIES / possible).toFixed(1)} that three lanes permit`,
      value: possible / seconds,
      limit: { atLeast: 0.95 },
      isOfMachine: true,
    },
    {
      name: "throttled calls",
      says: `${throttled} of ${calls}`,
      value: throttled / calls,
      limit: { atMost: 0.02 },
      isOfMachine: true,
    },
  ];
};
