import { isUnread, unexpectedAnswer, type Refusal, type Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import { regionsBeside } from "../../aws/regions.ts";

/** The regions of one account, and how they are known. */
export interface RegionList {
  readonly enabled: readonly string[];
  /** Off in this account: nothing can be there. */
  readonly off: readonly string[];
  /** Said in the results: `ListRegions`, `--region`, or the shipped list and why. */
  readonly source: string;
}

/** Asks the account for its regions; where that is refused, every region that this version knows is tried. */
export const listRegions = async (aws: AwsAccess): Promise<RegionList> => {
  const answer = await ask(aws);
  return "unread" in answer ? shipped(aws.region, answer.unread) : answer;
};

export const shipped = (region: string, refusal: Refusal): RegionList => ({
  enabled: regionsBeside(region),
  off: [],
  source: `the shipped list, since ${refusal.operation} gave ${refusal.code}`,
});

const ON = new Set(["ENABLED", "ENABLED_BY_DEFAULT"]);
/** On its way in or out: it may hold something. */
const CHANGING = new Set(["ENABLING", "DISABLING"]);

const ask = async (aws: AwsAccess): Promise<RegionList | Unread> => {
  const { AccountClient, ListRegionsCommand } = await import("@aws-sdk/client-account");
  const client = new AccountClient(aws.clientConfig());
  const enabled: string[] = [];
  const off: string[] = [];
  let token: string | undefined;
  try {
    do {
      const input = { MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) };
      const page = await aws.call("ListRegions", () => client.send(new ListRegionsCommand(input)));
      if (isUnread(page)) return page;
      if (page.value.Regions === undefined) return unexpectedAnswer("ListRegions", "list of regions");
      for (const { RegionName: name, RegionOptStatus: status } of page.value.Regions) {
        if (name === undefined || status === undefined)
          return unexpectedAnswer("ListRegions", "region's state");
        (ON.has(status) || CHANGING.has(status) ? enabled : off).push(name);
      }
      token = page.value.NextToken || undefined;
    } while (token !== undefined);
  } finally {
    client.destroy();
  }
  return { enabled: enabled.sort(), off: off.sort(), source: "ListRegions" };
};
