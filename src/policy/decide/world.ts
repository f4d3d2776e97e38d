import type { Trust } from "../../model/trust.ts";
import type { Policy } from "../shapes.ts";
import { blocks, isOpen, type Addresses } from "../sets/addresses.ts";
import type { Budget } from "../sets/budget.ts";
import type { Question } from "../question.ts";
import type { FindSlot } from "./clause.ts";
import { lazily } from "./lazily.ts";
import type { Setting } from "./setting.ts";
import type { Slot } from "./slot.ts";
import { templateOf, type Template } from "./template.ts";
import { freshAccount, OWN_ORGANISATION } from "./usual.ts";
import { arnField } from "./view.ts";

/** What every request on the resource has in common, and what the policies name. */
export interface World {
  readonly policies: readonly Policy[];
  readonly find: FindSlot;
  readonly resource: string;
  readonly owner: string;
  readonly partition: string;
  readonly region: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly trust: Trust;
  readonly samples: Readonly<Record<string, string>>;
  /** Every public address that is in no trusted network. */
  readonly publicSpace: () => Addresses;
  readonly budget: Budget;
  /** What has been found out about texts that meet some requirements: one of them, or that there is none. */
  readonly members: Map<string, string | null>;
  /** What follows is made when it is first asked for. */
  readonly names: () => Names;
  /** Accounts that the policies name. */
  readonly named: () => readonly string[];
  /** Accounts that are no stranger's: named in the policies, the owner's, or in trust. */
  readonly accounts: () => ReadonlySet<string>;
  /** An account that is none of them. */
  readonly fresh: () => string;
  /** What conditions with variables compare a key with. */
  readonly templates: () => readonly { readonly slot: Slot; readonly template: Template }[];
  /** Whether the text stands anywhere in the documents or in trust: a quick way to see that a name is a stranger's. */
  readonly mentions: (text: string) => boolean;
}

/** What is named anywhere in the policies or in trust: nobody's that is a stranger. */
export interface Names {
  readonly organizations: ReadonlySet<string>;
  /** Unique ids of principals: AIDA…, AROA… */
  readonly ids: ReadonlySet<string>;
  /** Of VPCs, VPC endpoints, source ARNs and services: whole values without wildcards. */
  readonly others: ReadonlySet<string>;
  /** Blocks as they are written, none of them wide. */
  readonly networks: readonly string[];
}

/** Steps for one question: what a 4 KB policy may use within 50 ms on a slow machine. */
export const STEPS = 200_000;

const NO_SAMPLES = {};

export const worldOf = (question: Question, policies: readonly Policy[], setting: Setting): World => {
  const { resource, owner, trust } = question;
  const named = lazily(() => accountsIn(policies));
  const accounts = lazily(
    () => new Set([owner, ...trust.accounts, ...trust.principals.flatMap(accountsOf), ...named()]),
  );
  return {
    policies,
    find: setting.find,
    resource,
    owner,
    partition: arnField(resource, 1),
    region: arnField(resource, 3),
    now: setting.now,
    trust,
    samples: question.samples ?? NO_SAMPLES,
    publicSpace: setting.publicSpace,
    budget: { left: STEPS },
    members: new Map(),
    names: lazily(() => namesIn(policies, trust)),
    named,
    accounts,
    fresh: lazily(() => freshAccount(accounts())),
    templates: lazily(() => templatesIn(policies, setting.find)),
    mentions: (text) =>
      question.documents.some((document) => document.text.includes(text)) ||
      trust.accounts.includes(text) ||
      trust.principals.some((principal) => principal.includes(text)),
  };
};

const namesIn = (policies: readonly Policy[], trust: Trust): Names => {
  const found: Found = {
    organizations: new Set([OWN_ORGANISATION, ...trust.organizations]),
    ids: new Set(),
    others: new Set(),
    networks: new Set(),
  };
  for (const text of textsOf(policies)) note(text, found);
  return { ...found, networks: [...found.networks].sort() };
};

const templatesIn = (policies: readonly Policy[], find: FindSlot): ReturnType<World["templates"]> =>
  policies
    .filter((policy) => policy.version === "2012-10-17")
    .flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions))
    .flatMap(({ key, values }) =>
      values
        .filter(({ text }) => text.includes("${"))
        .map(({ text }) => ({ slot: find(key), template: templateOf(text) })),
    );

type Found = Record<"organizations" | "ids" | "others" | "networks", Set<string>>;

// Operators that ignore case name an id in whatever case.
const ORGANISATION = /^o-[a-z0-9]+(?=\/|$)/i;
const UNIQUE_ID = /^A[A-Z0-9]{7,}(?=:|$)/i;
const OTHER = /^(?:vpce?-|arn:|[a-z0-9-]+\.)[^*?$]+$/i;
const NETWORK = /^[0-9a-f]*[.:][0-9a-f.:]*(?:\/\d{1,3})?$/i;

const note = (text: string, { organizations, ids, others, networks }: Found): void => {
  const organisation = ORGANISATION.exec(text)?.[0];
  if (organisation !== undefined) organizations.add(organisation.toLowerCase());
  const id = UNIQUE_ID.exec(text)?.[0];
  if (id !== undefined) ids.add(id.toUpperCase());
  if (OTHER.test(text)) others.add(text).add(text.toLowerCase());
  if (NETWORK.test(text) && !isOpen(blocks([text]))) networks.add(text);
};

/** The accounts that the policies name, as principals or in conditions. */
const accountsIn = (policies: readonly Policy[]): readonly string[] => {
  const accounts = new Set<string>();
  for (const text of textsOf(policies)) for (const account of accountsOf(text)) accounts.add(account);
  return [...accounts];
};

const NONE: readonly string[] = [];

const accountsOf = (text: string): readonly string[] =>
  text.length < 12 ? NONE : (text.match(/(?<!\d)\d{12}(?!\d)/g) ?? NONE);

/** What stands in principals and conditions. */
const textsOf = (policies: readonly Policy[]): readonly string[] => {
  const texts: string[] = [];
  for (const { statements } of policies)
    for (const { principal, conditions } of statements) {
      for (const { text } of principal.entries) texts.push(text);
      for (const { values } of conditions) for (const { text } of values) texts.push(text);
    }
  return texts;
};
