import type { AwsSecurityFinding, AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { GENERATOR } from "../../exporters/asff/finding.ts";
import { identifier } from "../../exporters/asff/resource.ts";
import { provided } from "../../exporters/asff/members.ts";
import { type Hub, productArn } from "../../exporters/asff/hub-of.ts";
import { isUnread, type Unread, unexpectedAnswer } from "../../model/fact.ts";
import type { HubClient } from "./hub-client.ts";
import { keyOf, type Known, type Previous } from "./known.ts";
import type { Time } from "./rate.ts";
import { canHelp, pauseBefore, ROUNDS } from "./retry.ts";

/** The most that a page may hold, says the API reference. */
const PAGE = 100;

/** Values that one filter takes, says the API reference. */
const MOST_VALUES = 20;

/** Only ours, and only this region's: a home region shows every linked one's. Of some resources, where they are few. */
const ours = (hub: Hub, only: readonly string[] | null = null): AwsSecurityFindingFilters => ({
  ProductArn: [{ Value: productArn(hub), Comparison: "EQUALS" }],
  AwsAccountId: [{ Value: hub.account, Comparison: "EQUALS" }],
  Region: [{ Value: hub.region, Comparison: "EQUALS" }],
  GeneratorId: [{ Value: GENERATOR, Comparison: "PREFIX" }],
  ...(only === null || only.length > MOST_VALUES
    ? {}
    : { ResourceId: only.map((id) => ({ Value: identifier(id), Comparison: "EQUALS" })) }),
});

/**
 * Everything of ours that Security Hub has, archived findings too; what was written within the last minutes may be missing.
 *
 * @param only ids of the resources that are asked about; null for all
 */
export const readHub = async (
  client: HubClient,
  hub: Hub,
  time: Time,
  only: readonly string[] | null = null,
): Promise<Previous | Unread> => {
  const known = new Map<string, Known>();
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await pageOf(client, { Filters: ours(hub, only), MaxResults: PAGE, NextToken: token }, time);
    if (isUnread(page)) return page;
    for (const finding of page.findings)
      known.set(keyOf(finding), {
        finding: provided(finding),
        workflow: finding.Workflow?.Status ?? null,
      });
    token = page.next;
    if (token !== undefined && seen.has(token)) return unexpectedAnswer("GetFindings", "further page");
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return known;
};

/** The newest finding of ours; null where there is none. */
export const newestOf = async (
  client: HubClient,
  hub: Hub,
  time: Time,
): Promise<AwsSecurityFinding | null | Unread> => {
  const newestFirst = { Field: "UpdatedAt", SortOrder: "desc" } as const;
  const page = await pageOf(client, { Filters: ours(hub), MaxResults: 1, SortCriteria: [newestFirst] }, time);
  return isUnread(page) ? page : (page.findings[0] ?? null);
};

interface Page {
  readonly findings: readonly AwsSecurityFinding[];
  readonly next: string | undefined;
}

const pageOf = async (
  client: HubClient,
  request: Parameters<HubClient["getFindings"]>[0],
  { sleep, retrying }: Time,
): Promise<Page | Unread> => {
  for (let round = 1; ; round++) {
    const answer = await client.getFindings(request);
    const page = isUnread(answer) ? answer : asPage(answer.value);
    if (!isUnread(page)) return page;
    if (round === ROUNDS || !canHelp(page.unread.code)) return page;
    retrying?.({ code: page.unread.code, findings: null, milliseconds: pauseBefore(round) });
    await sleep(pauseBefore(round));
  }
};

/** A list that is missing is unread, not empty. */
const asPage = (value: {
  readonly Findings?: AwsSecurityFinding[] | undefined;
  readonly NextToken?: string | undefined;
}): Page | Unread =>
  value.Findings === undefined
    ? unexpectedAnswer("GetFindings", "findings")
    : { findings: value.Findings, next: value.NextToken };
