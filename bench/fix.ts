import { assess } from "../src/assess/assess.ts";
import { NOBODY, planFixes } from "../src/fix.ts";
import { judgingOf } from "../src/judging.ts";
import type { ResourceRecord, SnapshotRecord } from "../src/model/snapshot.ts";

const IDENTITIES = 10_000;
/** Plan and proof may take so many times what judging the same snapshot takes. */
const LIMIT = 3;

const SCOPE = "aws/111122223333/us-east-1/ses";

const exposed = (index: number): ResourceRecord => {
  const id = `arn:aws:ses:us-east-1:111122223333:identity/d${String(index).padStart(5, "0")}.example.com`;
  const open = {
    Sid: "Mail",
    Effect: "Allow",
    Principal: index % 3 === 0 ? { AWS: ["*", "444455556666"] } : "*",
    Action: index % 2 === 0 ? "ses:*" : ["ses:SendEmail", "ses:SendRawEmail"],
    Resource: id,
    ...(index % 5 === 0 ? { Condition: { StringLike: { "ses:FromAddress": "*@example.com" } } } : {}),
  };
  const denied = {
    Effect: "Deny",
    Principal: { AWS: "777788889999" },
    Action: "ses:SendBounce",
    Resource: id,
  };
  const Statement = index % 4 === 0 ? [open, denied] : [open];
  return {
    kind: "aws.ses.identity",
    scope: SCOPE,
    id,
    policies: [{ name: "mail", document: JSON.stringify({ Version: "2012-10-17", Statement }) }],
  };
};

async function* stream(records: readonly SnapshotRecord[]): AsyncIterable<SnapshotRecord> {
  await Promise.resolve();
  yield* records;
}

/** Of this process's own work: what else the machine does counts for neither side of the ratio. */
const millisecondsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

/** Each side's quickest run counts: a run can only be slowed down by what else happens in the process or the machine. */
const ROUNDS = 3;

/** Plans and proves 10,000 exposed identities, and judges the same snapshot, by turns in one run. */
export const bench = async (): Promise<void> => {
  const records = Array.from({ length: IDENTITIES }, (_, index) => exposed(index));
  const judging = await judgingOf({ now: "2026-11-23T12:00:00Z" });
  const analyzed = async (): Promise<number> => {
    const start = process.cpuUsage();
    for await (const record of assess(stream(records), judging)) if (record.kind === "summary") break;
    return millisecondsSince(start);
  };
  const planned = async (): Promise<number> => {
    const start = process.cpuUsage();
    const plan = await planFixes(records, judging, {
      targetsOf: () => ({ ...NOBODY, accounts: ["444455556666"] }),
      owner: null,
      lockOut: [],
    });
    if (plan.resources.length !== records.length) throw new Error(`${plan.refused.length} are not planned`);
    return millisecondsSince(start);
  };
  const rounds: { readonly judged: number; readonly fixed: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ judged: await analyzed(), fixed: await planned() });
  const judged = Math.min(...rounds.map((round) => round.judged));
  const fixed = Math.min(...rounds.map((round) => round.fixed));
  const ratio = fixed / judged;
  process.stdout.write(
    `fix: plan and proof of ${IDENTITIES} exposed identities in ${(fixed / 1000).toFixed(1)} s = ${ratio.toFixed(2)} times judging them (${(judged / 1000).toFixed(1)} s), wanted at most ${LIMIT}\n`,
  );
  if (ratio > LIMIT) process.exitCode = 1;
};

if (process.argv[1] === import.meta.filename) await bench();
