import { connect, systemTime, type ConnectionOptions } from "../connection.ts";
import type { JudgingOptions } from "../judging.ts";
import { isUnread } from "../model/fact.ts";
import { isProblem } from "../model/problem.ts";
import type { ResultsRecord } from "../model/results.ts";
import { scan } from "../scan.ts";
import { visibleLine } from "../text/visible.ts";
import { ruleCall, type RuleCall } from "./config-event.ts";
import { configService, type ConfigService } from "./config-service.ts";
import { evaluationsOf, type Evaluated } from "./evaluations.ts";

export interface ConfigRuleOptions extends ConnectionOptions, Omit<JudgingOptions, "now" | "baseline"> {
  /** The rule's own. */
  readonly region: string;
  /** The time as ISO 8601; the system's where absent. */
  readonly clock?: () => string;
}

/** What the rule has put: how many evaluations of each kind. */
export interface ConfigRuleAnswer {
  readonly rule: string;
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly notApplicable: number;
}

/**
 * Answers AWS Config's call of a periodic custom rule: scans the account and puts an evaluation for each resource and one for the
 * account. A rule belongs to a Region, and so do its evaluations; it reads its own Region alone, unless its parameter
 * `regions` names those to read, for Regions in which AWS Config does not record.
 *
 * Resources that were evaluated before and are no more become NOT_APPLICABLE, which takes them from AWS Config's lists.
 *
 * @throws an error of one line where the event is none of these, the account cannot be read at all, or AWS Config did not take
 * something; then its earlier evaluations stand, and the rule shows the failure
 */
export const answerConfigRule = async (
  event: unknown,
  options: ConfigRuleOptions,
): Promise<ConfigRuleAnswer> => {
  try {
    return await answered(ruleCall(event), options);
  } catch (error) {
    throw new Error(visibleLine(saidBy(error)), { cause: error });
  }
};

const answered = async (call: RuleCall, options: ConfigRuleOptions): Promise<ConfigRuleAnswer> => {
  const records = await scanned(call, options);
  const { timeout: _isForReading, ...connection } = options;
  const session = connect(connection, options.clock);
  try {
    const access = await session.ownAccess(options.region);
    if (isUnread(access))
      throw new Error(
        `the function's own account is not known: ${access.unread.code} (${access.unread.message})`,
      );
    return await put(call, records, configService(access), options);
  } finally {
    session.close();
  }
};

const scanned = async (
  { account, regions }: RuleCall,
  options: ConfigRuleOptions,
): Promise<readonly ResultsRecord[]> => {
  const { clock = systemTime } = options;
  const records: ResultsRecord[] = [];
  const asked = { accounts: [account], regions: regions.length === 0 ? [options.region] : regions };
  for await (const record of scan({ ...options, ...asked, now: clock(), clock })) records.push(record);
  return records;
};

const put = async (
  call: RuleCall,
  records: readonly ResultsRecord[],
  config: ConfigService,
  { config: loaded }: ConfigRuleOptions,
): Promise<ConfigRuleAnswer> => {
  const before = await config.evaluated(call.name).catch((error: unknown) => ({ refused: saidBy(error) }));
  const known: readonly Evaluated[] = "refused" in before ? [] : before;
  const evaluations = evaluationsOf(records, call.account, known, loaded?.config);
  await config.put(evaluations, call);
  // What is known of this run is put first: it counts, even where older evaluations cannot be taken back.
  if ("refused" in before)
    throw new Error(`evaluations of identities that are no more may stand: ${before.refused}`);
  const count = (wanted: string): number =>
    evaluations.filter(({ compliance }) => compliance === wanted).length;
  return {
    rule: call.name,
    compliant: count("COMPLIANT"),
    nonCompliant: count("NON_COMPLIANT"),
    notApplicable: count("NOT_APPLICABLE"),
  };
};

const saidBy = (error: unknown): string => {
  if (isProblem(error)) return `${error.problem.what}. ${error.problem.todo}`;
  return error instanceof Error ? error.message : String(error);
};
