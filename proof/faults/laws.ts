import type { HandedOver } from "../../src/emulator/serve.ts";
import type { World } from "../../src/emulator/world.ts";
import type { Coverage, ResultsRecord } from "../../src/model/results.ts";
import { ACCOUNT, EXPOSED, POLICY, REGIONS } from "./estate.ts";

/** What one scan came to, and what the emulator handed over whole while it ran. */
export interface Outcome {
  /** Null where the scan could not begin: a problem with credentials (exit 2). */
  readonly records: readonly ResultsRecord[] | null;
  readonly exitCode: number;
  readonly milliseconds: number;
  readonly handedOver: readonly HandedOver[];
  readonly world: World;
}

/** Milliseconds: some ten times the time of one call, on a machine that does nothing else. */
export const LONGEST = 60_000;

/** The laws that an outcome breaks, in words. What the product says of itself is held against what went over the wire. */
export const broken = (outcome: Outcome): readonly string[] => {
  const { records, exitCode, milliseconds } = outcome;
  const late = milliseconds > LONGEST ? [`it took ${Math.round(milliseconds)} ms`] : [];
  if (records === null) return exitCode === 2 ? late : [...late, `no results, and exit ${exitCode}`];
  const summary = records.find((record) => record.kind === "summary");
  const complete = summary?.kind === "summary" && summary.complete;
  const verdicts = verdictsOf(records);
  return [
    ...late,
    ...REGIONS.flatMap((region) => brokenIn(region, verdicts, { ...outcome, records, complete })),
    ...brokenExit([...verdicts.values()].includes("FAILURE"), complete, exitCode),
  ];
};

const brokenExit = (failing: boolean, complete: boolean, exitCode: number): readonly string[] => [
  ...(failing && exitCode !== 1 ? [`there are failures, and exit ${exitCode}`] : []),
  ...(!failing && !complete && exitCode !== 3 ? [`incomplete, and exit ${exitCode}`] : []),
];

/** The status of each identity under SES-003, by `region/name`. */
const verdictsOf = (records: readonly ResultsRecord[]): ReadonlyMap<string, string> =>
  new Map(
    records.flatMap((record) =>
      record.kind === "finding" && record.ruleId === "SES-003" && record.resource.kind === "aws.ses.identity"
        ? [[`${record.resource.region ?? ""}/${record.resource.name}`, record.status] as const]
        : [],
    ),
  );

type Ended = Outcome & { readonly records: readonly ResultsRecord[]; readonly complete: boolean };

const brokenIn = (
  region: string,
  verdicts: ReadonlyMap<string, string>,
  { records, complete, handedOver, world }: Ended,
): readonly string[] => {
  const there = world.accounts.get(ACCOUNT)?.regions.get(region)?.identities;
  const row = records.find(
    (record): record is Coverage => record.kind === "coverage" && record.scope.includes(`/${region}/ses`),
  );
  const answers = handedOver.filter((one) => one.region === region && one.account === ACCOUNT);
  const wrong: string[] = [];
  for (const [name, exposed] of Object.entries(EXPOSED)) {
    const status = verdicts.get(`${region}/${name}`);
    const told = toldOf(name, answers);
    const isDeleted = there?.has(name) !== true;
    const at = `${name} in ${region}`;
    const isPassed = status === "SUCCESS";
    // A verdict rests on what AWS said whole. An identity that was deleted meanwhile has no policies, says AWS, and
    // nobody can send as it: so it may pass, but only on that answer, and never while it is there.
    if (isPassed && told !== "its policy" && !(told === "no policies" && isDeleted))
      wrong.push(`${at} passes, and AWS has told ${told}`);
    if (status === "FAILURE" && told !== "its policy") wrong.push(`${at} fails, and AWS has told ${told}`);
    if (isPassed && exposed && !(told === "no policies" && isDeleted)) wrong.push(`${at} is open and passes`);
    if (status === "FAILURE" && !exposed) wrong.push(`${at} is shut and fails`);
    if (complete && status === undefined && !isDeleted) wrong.push(`${at} is missing from a complete run`);
    // Whatever became of the scope, a name that AWS has handed over is in the results, or counted as gone.
    const isNamed = answers.some(
      ({ operation, answer }) => operation === "ListIdentities" && answer.includes(`>${name}<`),
    );
    if (isNamed && status === undefined && !(isDeleted && (row?.gone ?? 0) > 0))
      wrong.push(`${at} was named and is missing`);
  }
  return [...wrong, ...brokenCounts(region, row, there?.size ?? 0)];
};

/** What AWS has said of an identity's policies, in whole answers: by one operation of v2, or by the two of v1. */
const toldOf = (name: string, answers: readonly HandedOver[]): string => {
  const v2 = answers.filter(({ operation, subjects }) => IN_ONE.has(operation) && subjects.includes(name));
  if (v2.some(({ answer }) => policiesIn(answer)?.[POLICY] !== undefined)) return "its policy";
  const v1 = toldByV1(name, answers);
  const isEmpty = v2.some(({ answer }) => Object.keys(policiesIn(answer) ?? { [POLICY]: "" }).length === 0);
  return v1 === "nothing" && isEmpty ? "no policies" : v1;
};

const IN_ONE = new Set(["GetEmailIdentity", "GetEmailIdentityPolicies"]);

const policiesIn = (answer: string): Readonly<Record<string, string>> | undefined =>
  (JSON.parse(answer) as { readonly Policies?: Readonly<Record<string, string>> }).Policies;

const toldByV1 = (name: string, answers: readonly HandedOver[]): string => {
  const about = (operation: string): readonly HandedOver[] =>
    answers.filter((one) => one.operation === operation && one.subjects.includes(name));
  const listed = about("ListIdentityPolicies").at(-1);
  if (listed === undefined) return "nothing";
  if (!listed.answer.includes(`<member>${POLICY}</member>`)) return "no policies";
  const texts = about("GetIdentityPolicies").filter(({ answer }) => answer.includes(`<key>${POLICY}</key>`));
  return texts.length > 0 ? "its policy" : "the name of its policy";
};

const brokenCounts = (region: string, row: Coverage | undefined, there: number): readonly string[] => {
  if (row === undefined) return [];
  const { listed, read, unread, gone, excluded, status } = row;
  return [
    ...(listed === read + unread + gone + excluded ? [] : [`the counts of ${region} do not add up`]),
    ...(status === "complete" && read < there ? [`${region} is complete with ${read} of ${there}`] : []),
  ];
};
