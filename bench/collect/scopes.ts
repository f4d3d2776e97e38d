import { processCost } from "../process-cost.ts";
import { startAws, type Asked, type AwsProcess, type Estate } from "./aws-process.ts";
import { bareLoop } from "./bare-loop.ts";
import type { Figure } from "../judged.ts";
import { allAccounts, inFolder, scanCost } from "./scan-command.ts";

const REGIONS = [
  "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3",
  "ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1",
].flatMap((line) => line.split(" "));
/** Scopes at a time, of both sides: what `scan` does unless it is told otherwise. */
const CONCURRENCY = 32;

/** Of so many scopes one has an identity, with a policy. */
const ONE_IN = 100;

/** Each side's quickest run counts: a run can only be slowed down by what else the machine does. */
const ROUNDS = 2;

/** Of accounts: 85,000 scopes take minutes, so that they are read with --full alone. */
const SIZES = { quick: [30, 120], full: [300, 5_000] } as const;

/** Scopes a second of an organisation that is mostly empty, over a bare loop of the SDK; and memory. */
export const scopes = async (isFull: boolean): Promise<readonly Figure[]> => {
  const [few, many] = isFull ? SIZES.full : SIZES.quick;
  const small = await measured(few, 1);
  const large = await measured(many, isFull ? 1 : ROUNDS);
  const rate = (seconds: number): string => (large.scopes / seconds).toFixed(0);
  return [
    {
      name: `scopes a second, of ${large.scopes}`,
      says: `${rate(large.seconds)} over ${rate(large.bareSeconds)} of a bare loop of ListIdentities`,
      value: large.bareSeconds / large.seconds,
      limit: { atLeast: 0.9 },
      isOfMachine: true,
    },
    {
      name: "memory of these scopes, in MB",
      says: `the most of ${large.scopes} scopes`,
      value: large.megabytes,
      limit: { atMost: 300 },
    },
    {
      name: "memory by number of scopes",
      says: `${large.megabytes.toFixed(0)} MB of ${large.scopes} over ${small.megabytes.toFixed(0)} MB of ${small.scopes}`,
      value: large.megabytes / small.megabytes,
      limit: { atMost: 1.3 },
    },
  ];
};

interface Measured {
  readonly scopes: number;
  /** From the first listing to the last call, as AWS saw them. */
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly megabytes: number;
}

const measured = (accounts: number, rounds: number): Promise<Measured> =>
  inFolder(async (folder) => {
    const estate: Estate = {
      accounts,
      regions: REGIONS,
      identities: 1,
      oneScopeIn: ONE_IN,
      onePolicyIn: 1,
      rates: {},
    };
    const aws = await startAws(estate);
    const loop = { url: aws.url, accounts, regions: REGIONS, concurrency: CONCURRENCY };
    const told = [...allAccounts(estate, folder), ...REGIONS.flatMap((region) => ["--region", region])];
    const bare: number[] = [];
    const own: number[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) {
        processCost(bareLoop(loop), folder, aws.env);
        bare.push(await secondsOf(aws, accounts));
        scanCost(aws, folder, [...told, "--save-snapshot", `s${round}.jsonl`]);
        own.push(await secondsOf(aws, accounts));
      }
      const { megabytes } = scanCost(aws, folder, [...told, "--save-snapshot", "s.jsonl"], HEAP);
      const [seconds, bareSeconds] = [Math.min(...own), Math.min(...bare)];
      return { scopes: accounts * REGIONS.length, seconds, bareSeconds, megabytes };
    } finally {
      await aws.close();
    }
  });

/**
 * In MB of old objects, where memory is measured: without a limit Node lets more garbage lie about the longer it runs, and
 * is quicker, so that time is measured on both sides without.
 */
const HEAP = ["--max-old-space-size=128"];

/** Both sides are told accounts and regions, and enter each account through its role. */
const secondsOf = async (aws: AwsProcess, accounts: number): Promise<number> => {
  const asked: Readonly<Record<string, Asked>> = await aws.taken();
  const listings = asked["ListIdentities"];
  if (listings === undefined || listings.calls < accounts * REGIONS.length)
    throw new Error(`only ${listings?.calls ?? 0} scopes were listed`);
  return (Math.max(...Object.values(asked).map(({ last }) => last)) - listings.first) / 1000;
};
