import type { HandedOver } from "../../src/emulator/serve.ts";
import type { World } from "../../src/emulator/world.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { EXPOSED, REGIONS } from "./estate.ts";

/** What one scan came to, and what the emulator handed over whole while it ran. */
export interface Outcome {
  /** Null where the scan could not begin: a problem with credentials (exit 2). */
  readonly records: readonly ResultsRecord[] | null;
  readonly exitCode: number;
  readonly milliseconds: number;
  readonly handedOver: readonly HandedOver[];
  readonly world: World;
}

/** Milliseconds: some twenty times the time of one call. */
const LONGEST = 20_000;

/** The laws that an outcome breaks, in words. What the product says of itself is held against what went over the wire. */
export const broken = ({
  records,
  exitCode,
  milliseconds,
  handedOver,
  world,
}: Outcome): readonly string[] => {
  const wrong: string[] = [];
  if (milliseconds > LONGEST) wrong.push(`it took ${Math.round(milliseconds)} ms`);
  if (records === null) return exitCode === 2 ? wrong : [...wrong, `no results, and exit ${exitCode}`];
  const verdicts = new Map<string, string>();
  for (const record of records)
    if (
      record.kind === "finding" &&
      record.ruleId === "SES-003" &&
      record.resource.kind === "aws.ses.identity"
    )
      verdicts.set(`${record.resource.region ?? ""}/${record.resource.name}`, record.status);
  const summary = records.find((record) => record.kind === "summary");
  const complete = summary?.kind === "summary" && summary.complete;
  for (const region of REGIONS) {
    const there = [...world.accounts.values()].map(({ regions }) => regions.get(region)?.identities)[0];
    const isWhole = records.some(
      (record) =>
        record.kind === "coverage" && record.scope.includes(`/${region}/ses`) && record.status === "complete",
    );
    for (const [name, exposed] of Object.entries(EXPOSED)) {
      const status = verdicts.get(`${region}/${name}`);
      const answered = (operation: string): boolean =>
        handedOver.some(
          (one) => one.operation === operation && one.region === region && one.subjects.includes(name),
        );
      // One that was deleted in the meantime has no policies, says AWS.
      const isTold =
        answered("ListIdentityPolicies") && (answered("GetIdentityPolicies") || there?.has(name) === false);
      const at = `${name} in ${region}`;
      if ((status === "SUCCESS" || status === "FAILURE") && !isTold)
        wrong.push(`${at} is ${status}, and its policies were not handed over`);
      if (status === "SUCCESS" && exposed) wrong.push(`${at} is open and passes`);
      if (status === "FAILURE" && !exposed) wrong.push(`${at} is shut and fails`);
      if (complete && status === undefined && there?.has(name) === true)
        wrong.push(`${at} is missing from a complete run`);
      const isNamed = handedOver.some(
        (one) =>
          one.operation === "ListIdentities" && one.region === region && one.answer.includes(`>${name}<`),
      );
      if (isNamed && isWhole && status === undefined && there?.has(name) === true)
        wrong.push(`${at} was named and is missing from a complete scope`);
    }
  }
  const failing = [...verdicts.values()].includes("FAILURE");
  if (failing && exitCode !== 1) wrong.push(`there are failures, and exit ${exitCode}`);
  if (!failing && !complete && exitCode !== 3) wrong.push(`incomplete, and exit ${exitCode}`);
  if (!complete && exitCode === 0) wrong.push("incomplete, and exit 0");
  return wrong;
};
