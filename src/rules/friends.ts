import type { Settings } from "../model/rule-context.ts";
import type { Trust } from "../model/trust.ts";

/** Whom a rule trusts: everybody whom the run trusts, and the friends of the rule's own settings, where it has such. */
export const withFriends = (trust: Trust, { friendlyAccounts, friendlyOrganizations }: Settings): Trust => ({
  ...trust,
  accounts: [...trust.accounts, ...texts(friendlyAccounts)],
  organizations: [...trust.organizations, ...texts(friendlyOrganizations)],
});

const texts = (value: Settings[string] | undefined): readonly string[] => (Array.isArray(value) ? value : []);
