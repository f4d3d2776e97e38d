import type { Session } from "./aws/session.ts";
import { isUnread, type Refusal } from "./model/fact.ts";
import { problem } from "./model/problem.ts";
import type { Caller } from "./model/snapshot.ts";
import type { Trust } from "./model/trust.ts";
import { listOrganization, organizationId, type Organization } from "./sources/aws/organization.ts";

/** Which accounts are meant. */
export interface AccountOptions {
  /** Accounts to read through `roleArn`; where none is given, the role's own, else the caller's. */
  readonly accounts?: readonly string[];
  /** All active accounts of the caller's organisation: those in these units, or all where none is named. */
  readonly organization?: { readonly units: readonly string[] };
  readonly excludedAccounts?: readonly string[];
  readonly roleArn?: string;
}

/** The accounts to read, and how they are known. */
export interface Population {
  /** Sorted. */
  readonly accounts: readonly string[];
  /** Null where no organisation was asked. */
  readonly organization: Organization | null;
  /** Why there may be more accounts. */
  readonly broke: Refusal | null;
}

/** @throws a usage problem where no account is meant, or the role is not one of all of them. */
export const populationOf = async (
  session: Session,
  caller: Caller,
  options: AccountOptions,
  home: string,
): Promise<Population> => {
  const excluded = new Set(options.excludedAccounts);
  const left = (accounts: readonly string[]): readonly string[] => {
    const rest = accounts.filter((account) => !excluded.has(account));
    if (rest.length > 0) return rest;
    throw problem({
      what: "every account is excluded, so nothing would be read",
      todo: "Leave an --exclude-account out.",
      kind: "usage",
    });
  };
  if (options.organization === undefined)
    return { accounts: left(accountsOf(options, caller)), organization: null, broke: null };
  const { roleArn } = options;
  if (roleArn?.includes(ANY_ACCOUNT) !== true)
    throw problem({
      what: "an organisation is read through a role that each account has",
      todo: ROLE_OF_EACH,
      kind: "usage",
    });
  accountOfRole(roleArn);
  const access = await session.ownAccess(home);
  if (isUnread(access)) throw unlisted(access.unread);
  const organization = await listOrganization(access, options.organization.units);
  const { members, broke } = organization;
  const active = members.flatMap(({ id, isActive }) => (isActive ? [id] : []));
  if (active.length === 0 && broke !== null) throw unlisted(broke);
  if (active.length === 0)
    throw problem({
      what: "no account of the organisation is active there",
      todo: "Check --ou.",
      kind: "usage",
    });
  return { accounts: left(active), organization, broke };
};

const unlisted = ({ operation, code, message }: Refusal): Error =>
  problem({
    what: `the accounts of the organisation cannot be listed: ${operation} gave ${code} (${message})`,
    todo: "Call as the management account or a delegated administrator, allowed to list accounts; or name the accounts with --accounts-file.",
    kind: "usage",
  });

/**
 * The trust that follows from whose accounts these are.
 *
 * @throws a usage problem where the organisation's id is asked for and refused.
 */
export const ownTrust = async (
  session: Session,
  { accounts, organization }: Population,
  options: { readonly trustOrganization?: boolean; readonly trustOwnAccounts?: boolean },
  home: string,
): Promise<Partial<Trust>> => ({
  ...(options.trustOwnAccounts === true
    ? { accounts: [...accounts, ...(organization?.members.map(({ id }) => id) ?? [])] }
    : {}),
  ...(options.trustOrganization === true
    ? { organizations: [organization?.id ?? (await ownOrganization(session, home))] }
    : {}),
});

const ownOrganization = async (session: Session, home: string): Promise<string> => {
  const access = await session.ownAccess(home);
  const id = isUnread(access) ? access : await organizationId(access);
  if (!isUnread(id)) return id;
  throw problem({
    what: `the caller's organisation is not known: ${id.unread.operation} gave ${id.unread.code} (${id.unread.message})`,
    todo: "Allow organizations:DescribeOrganization, or name the organisation with --trusted-org.",
    kind: "usage",
  });
};

/** The accounts that are meant: those named, else the role's own, else the caller's. @throws a usage problem. */
const accountsOf = (
  { accounts = [], roleArn }: Pick<AccountOptions, "accounts" | "roleArn">,
  caller: Caller,
): readonly string[] => {
  const ofRole = roleArn === undefined ? caller.account : accountOfRole(roleArn);
  const foreign = accounts.find((account) => ofRole !== ANY_ACCOUNT && account !== ofRole);
  if (foreign !== undefined) throw foreignAccount(foreign, ofRole, roleArn);
  if (accounts.length > 0) return [...new Set(accounts)].sort();
  if (ofRole !== ANY_ACCOUNT) return [ofRole];
  throw problem({
    what: `${JSON.stringify(roleArn)} stands for a role of each account, and none is named`,
    todo: "Name them with --account or --accounts-file, or read all with --org.",
    kind: "usage",
  });
};

const foreignAccount = (account: string, own: string, roleArn: string | undefined): Error =>
  problem({
    what:
      roleArn === undefined
        ? `the credentials are of account ${own} and cannot read ${account}`
        : `the role is of account ${own} and cannot read ${account}`,
    todo: ROLE_OF_EACH,
    kind: "usage",
  });

const ANY_ACCOUNT = "{account}";
const ROLE_OF_EACH = `Give a role that each account has: --role-arn 'arn:aws:iam::${ANY_ACCOUNT}:role/NAME'.`;

const accountOfRole = (roleArn: string): string => {
  const [, account] = /^arn:aws[a-z-]*:iam::(\d{12}|\{account\}):role\/.+$/.exec(roleArn) ?? [];
  if (account !== undefined) return account;
  throw problem({
    what: `${JSON.stringify(roleArn)} is not the ARN of a role`,
    todo: `Give arn:aws:iam::111122223333:role/NAME, or ${ANY_ACCOUNT} in it and --account.`,
    kind: "usage",
  });
};
