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
  /** Why there may be regions that nobody has named; null where the list is whole. */
  readonly refusal: Refusal | null;
}

/** Asks the account for its regions; where that is refused, every region that this version knows is tried. */
export const listRegions = async (aws: AwsAccess): Promise<RegionList> => {
  const { AccountClient, ListRegionsCommand } = await import("@aws-sdk/client-account");
  const client = new AccountClient(aws.clientConfig());
  const states = new Map<string, boolean>();
  const tokens = new Set<string | undefined>();
  let token: string | undefined;
  try {
    do {
      tokens.add(token);
      const input = { MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) };
      const page = await aws.call("ListRegions", () => client.send(new ListRegionsCommand(input)));
      if (isUnread(page)) return shipped(aws.region, page.unread, states);
      const broken = takePage(page.value.Regions, states);
      if (broken !== null) return shipped(aws.region, broken.unread, states);
      token = page.value.NextToken || undefined;
      if (token !== undefined && tokens.has(token))
        return shipped(aws.region, unexpectedAnswer("ListRegions", "new page").unread, states);
    } while (token !== undefined);
  } finally {
    client.destroy();
  }
  return { ...split(states), source: "ListRegions", refusal: null };
};

/** Adds the regions of one page and whether each is on; answers what is wrong with it. */
const takePage = (
  regions:
    | readonly { readonly RegionName?: string | undefined; readonly RegionOptStatus?: string | undefined }[]
    | undefined,
  states: Map<string, boolean>,
): Unread | null => {
  if (regions === undefined) return unexpectedAnswer("ListRegions", "list of regions");
  for (const { RegionName: name, RegionOptStatus: status } of regions) {
    if (name === undefined || status === undefined) return unexpectedAnswer("ListRegions", "region's state");
    if (states.has(name)) return unexpectedAnswer("ListRegions", "page without regions of the last one");
    states.set(name, ON.has(status) || CHANGING.has(status));
  }
  return null;
};

/** Every region that this version knows, but for those that were said to be off, and with those that were said to be on. */
export const shipped = (
  region: string,
  refusal: Refusal,
  said: ReadonlyMap<string, boolean> = new Map(),
): RegionList => ({
  ...split(new Map([...regionsBeside(region).map((name) => [name, true] as const), ...said])),
  source: `the shipped list, since ${refusal.operation} gave ${refusal.code}`,
  refusal,
});

const split = (states: ReadonlyMap<string, boolean>): Pick<RegionList, "enabled" | "off"> => {
  const named = (on: boolean): readonly string[] =>
    [...states].flatMap(([name, state]) => (state === on ? [name] : [])).sort();
  return { enabled: named(true), off: named(false) };
};

const ON = new Set(["ENABLED", "ENABLED_BY_DEFAULT"]);
/** On its way in or out: it may hold something. */
const CHANGING = new Set(["ENABLING", "DISABLING"]);
