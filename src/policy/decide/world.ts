import type { Trust } from "../../model/trust.ts";
import type { Policy, Statement } from "../shapes.ts";
import { blocks, isOpen, type Addresses } from "../sets/addresses.ts";
import type { Budget } from "../sets/budget.ts";
import type { FindSlot } from "./clause.ts";

/** What every request on the resource has in common, and what the policies name. */
export interface World {
  readonly policies: readonly Policy[];
  readonly find: FindSlot;
  readonly resource: string;
  readonly owner: string;
  readonly partition: string;
  readonly region: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly trust: Trust;
  /** Every public address that is in no trusted network. */
  readonly publicSpace: () => Addresses;
  readonly budget: Budget;
  /** Made when it is first asked for. */
  readonly names: () => Names;
  /** Whether the text stands anywhere in the documents or in trust: a quick way to see that a name is a stranger's. */
  readonly mentions: (text: string) => boolean;
}

/** What is named anywhere in the policies, in the owner's name or in trust: nobody's that is a stranger. */
export interface Names {
  readonly accounts: ReadonlySet<string>;
  readonly organizations: ReadonlySet<string>;
  /** Unique ids of principals: AIDA…, AROA… */
  readonly ids: ReadonlySet<string>;
  /** Of VPCs, VPC endpoints, source ARNs and services: whole values without wildcards. */
  readonly others: ReadonlySet<string>;
  /** Blocks as they are written, none of them wide. */
  readonly networks: readonly string[];
}

/** Stands for the owner's organisation, which is not known. */
export const OWN_ORGANISATION = "o-resourceowner";

export const namesIn = (policies: readonly Policy[], owner: string, trust: Trust): Names => {
  const accounts = new Set([
    owner,
    ...trust.accounts,
    ...trust.principals.flatMap(accountsOf),
    ...accountsIn(policies),
  ]);
  const organizations = new Set([OWN_ORGANISATION, ...trust.organizations]);
  const ids = new Set<string>();
  const others = new Set<string>();
  const networks = new Set<string>();
  for (const text of policies.flatMap((policy) => policy.statements.flatMap(namesOf))) {
    // Operators that ignore case name an id in whatever case.
    const lower = text.toLowerCase();
    const organisation = /^o-[a-z0-9]+(?=\/|$)/.exec(lower)?.[0];
    if (organisation !== undefined) organizations.add(organisation);
    const id = /^A[A-Z0-9]{7,}(?=:|$)/.exec(text.toUpperCase())?.[0];
    if (id !== undefined) ids.add(id);
    if (/^(?:vpce?-|arn:|[a-z0-9-]+\.)[^*?$]+$/.test(lower)) others.add(text).add(lower);
    if (/^[0-9a-fA-F.:]+(?:\/\d{1,3})?$/.test(text) && /[.:]/.test(text) && !isOpen(blocks([text])))
      networks.add(text);
  }
  return { accounts, organizations, ids, others, networks: [...networks].sort() };
};

/** The accounts that the policies name, as principals or in conditions. */
export const accountsIn = (policies: readonly Policy[]): readonly string[] => {
  const accounts = new Set<string>();
  for (const { statements } of policies)
    for (const { principal, conditions } of statements) {
      for (const { text } of principal.entries) for (const account of accountsOf(text)) accounts.add(account);
      for (const { values } of conditions)
        for (const { text } of values) for (const account of accountsOf(text)) accounts.add(account);
    }
  return [...accounts];
};

const NONE: readonly string[] = [];

const accountsOf = (text: string): readonly string[] =>
  text.length < 12 ? NONE : (text.match(/(?<!\d)\d{12}(?!\d)/g) ?? NONE);

const namesOf = (statement: Statement): readonly string[] => [
  ...statement.principal.entries.map((entry) => entry.text),
  ...statement.conditions.flatMap((condition) => condition.values.map((value) => value.text)),
];
