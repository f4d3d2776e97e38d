import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { isUnread, unexpectedAnswer, type Refusal, type Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import { byCodeUnits } from "../../text/order.ts";

/** An account of an organisation. */
interface Member {
  readonly id: string;
  /** Only such an account can be entered; others are suspended, closed or not yet activated. */
  readonly isActive: boolean;
  /** As AWS says it: ACTIVE, SUSPENDED, PENDING_CLOSURE. */
  readonly state: string;
}

export interface Organization {
  /** `o-…`; null where nothing named it. */
  readonly id: string | null;
  /** Sorted by their ids. */
  readonly members: readonly Member[];
  /** Where the listing broke: there may be more accounts. */
  readonly broke: Refusal | null;
}

/** What ListAccounts and its siblings say of an account. */
interface Account {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly State?: string | undefined;
  readonly Status?: string | undefined;
}

interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly token: string | undefined;
}

/** Pages in a row that name nothing new: ListAccounts may give empty pages, and no endless row of them. */
const IDLE_PAGES = 20;

/**
 * The accounts of the caller's organisation: all of them, or those in some organisational units and whatever is in these.
 *
 * @param aws access by the credentials of the management account or of a delegated administrator
 */
export const listOrganization = async (aws: AwsAccess, units: readonly string[]): Promise<Organization> => {
  const sdk = await import("@aws-sdk/client-organizations");
  const client = new sdk.OrganizationsClient(aws.clientConfig());
  const members = new Map<string, Member>();
  let id: string | null = null;
  let broke: Refusal | null = null;
  const take = (accounts: Awaited<ReturnType<typeof pagesOf<Account>>>): void => {
    broke ??= accounts.broke;
    for (const account of accounts.items) {
      // `Status` was retired on 2026-09-09 in favour of `State`; other partitions may still answer with it.
      const state = account.State ?? account.Status;
      if (account.Id === undefined || state === undefined) {
        broke ??= unexpectedAnswer("ListAccounts", "account's id or state").unread;
        continue;
      }
      members.set(account.Id, { id: account.Id, isActive: state === "ACTIVE", state });
      id ??= /:account\/(o-[a-z0-9]+)\//.exec(account.Arn ?? "")?.[1] ?? null;
    }
  };
  try {
    if (units.length === 0)
      take(
        await pagesOf<Account>(aws, "ListAccounts", async (NextToken) => {
          const answer = await client.send(new sdk.ListAccountsCommand(withToken({}, NextToken)));
          return { items: answer.Accounts, token: answer.NextToken };
        }),
      );
    const waiting = [...units];
    for (const seen = new Set<string>(); waiting.length > 0;) {
      const ParentId = waiting.pop() ?? "";
      if (seen.has(ParentId)) continue;
      seen.add(ParentId);
      take(
        await pagesOf<Account>(aws, "ListAccountsForParent", async (NextToken) => {
          const command = new sdk.ListAccountsForParentCommand(withToken({ ParentId }, NextToken));
          const answer = await client.send(command);
          return { items: answer.Accounts, token: answer.NextToken };
        }),
      );
      const below = await unitsIn(aws, client, ParentId);
      broke ??= below.broke;
      waiting.push(...below.items.flatMap(({ Id }) => Id ?? []));
    }
  } finally {
    client.destroy();
  }
  return { id, members: [...members.values()].sort((a, b) => byCodeUnits(a.id, b.id)), broke };
};

const unitsIn = async (
  aws: AwsAccess,
  client: OrganizationsClient,
  ParentId: string,
): Promise<Awaited<ReturnType<typeof pagesOf<{ readonly Id?: string | undefined }>>>> => {
  const { ListOrganizationalUnitsForParentCommand } = await import("@aws-sdk/client-organizations");
  return pagesOf(aws, "ListOrganizationalUnitsForParent", async (NextToken) => {
    const command = new ListOrganizationalUnitsForParentCommand(withToken({ ParentId }, NextToken));
    const answer = await client.send(command);
    return { items: answer.OrganizationalUnits, token: answer.NextToken };
  });
};

/** The id of the organisation that the caller's account is in; every member may ask. */
export const organizationId = async (aws: AwsAccess): Promise<string | Unread> => {
  const { DescribeOrganizationCommand, OrganizationsClient: Client } =
    await import("@aws-sdk/client-organizations");
  const client = new Client(aws.clientConfig());
  try {
    const answer = await aws.call("DescribeOrganization", () =>
      client.send(new DescribeOrganizationCommand({})),
    );
    if (isUnread(answer)) return answer;
    return answer.value.Organization?.Id ?? unexpectedAnswer("DescribeOrganization", "id");
  } finally {
    client.destroy();
  }
};

const withToken = <T extends object>(input: T, NextToken: string | undefined): T & { NextToken?: string } =>
  NextToken === undefined ? input : { ...input, NextToken };

/** Every page, and what ended them before their end. */
const pagesOf = async <T>(
  aws: AwsAccess,
  operation: string,
  send: (token: string | undefined) => Promise<Page<T>>,
): Promise<{ readonly items: readonly T[]; readonly broke: Refusal | null }> => {
  const items: T[] = [];
  const tokens = new Set<string>();
  const seen = new Set<string>();
  let token: string | undefined;
  let idle = 0;
  do {
    const asked = token;
    const page = await aws.call(operation, () => send(asked));
    if (isUnread(page)) return { items, broke: page.unread };
    if (page.value.items === undefined)
      return { items, broke: unexpectedAnswer(operation, "list of its items").unread };
    const before = seen.size;
    for (const item of page.value.items) {
      const key = JSON.stringify(item);
      if (!seen.has(key)) items.push(item);
      seen.add(key);
    }
    idle = seen.size === before ? idle + 1 : 0;
    token = page.value.token || undefined;
    if (token !== undefined && (tokens.has(token) || idle > IDLE_PAGES))
      return { items, broke: unexpectedAnswer(operation, "new page").unread };
    if (token !== undefined) tokens.add(token);
  } while (token !== undefined);
  return { items, broke: null };
};
