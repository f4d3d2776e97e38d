/**
 * Who is no stranger: what the policies name, and what `trust` names (model/trust.ts). What a trusted organisation changes in
 * SES-003 and in every other rule that asks for strangers stands here; domain.ts says of which callers it is asked.
 */
import type { Trust } from "../../../model/trust.ts";
import { blocks, isOpen } from "../../sets/addresses.ts";
import type { Policy, Value } from "../../shapes.ts";
import type { CallerClass } from "./caller-class.ts";
import type { Environment } from "./environment.ts";
import type { Names } from "./name-cache.ts";

/** Stands for the owner's organisation, which is not known. */
export const OWN_ORGANIZATION = "o-resourceowner";

export const namesOf = ({ names, policies, trust }: Environment): Names =>
  (names.names ??= namesIn(policies, trust));

/** Accounts that the policies name. */
export const namedAccounts = ({ names, policies }: Environment): readonly string[] =>
  (names.named ??= accountsIn(policies));

/** Accounts that are no stranger's: named in the policies, the owner's, or in trust. */
export const familiarAccounts = (environment: Environment): ReadonlySet<string> =>
  (environment.names.accounts ??= new Set([
    environment.owner,
    ...environment.trust.accounts,
    ...environment.trust.principals.flatMap(accountsOf),
    ...namedAccounts(environment),
  ]));

/** Organisations that the caller is outside of: for a stranger every named or trusted one, otherwise the trusted ones. */
export const foreignOrganizations = (environment: Environment, caller: CallerClass): ReadonlySet<string> =>
  caller.stranger ? namesOf(environment).organizations : new Set(environment.trust.organizations);

/** Whether the name is that of a trusted organisation, for which AWS services may act. */
export const isTrustedOrganization = ({ trust }: Environment, name: string): boolean =>
  trust.organizations.includes(name);

/** Results of earlier searches for a text that meets some requirements: the text, or null for none. */
export const membersOf = ({ names }: Environment): Map<string, string | null> =>
  (names.members ??= new Map());

/** The values without wildcards and variables that the policies compare the key with. */
export const comparedWith = ({ names, policies }: Environment, id: string): readonly string[] => {
  const compared = (names.compared ??= new Map<string, readonly string[]>());
  const known = compared.get(id);
  if (known !== undefined) return known;
  const found = policies.flatMap(({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ key, operator }) => operator !== "Null" && key.toLowerCase() === id)
        .flatMap(({ values }) => values.map(({ text }) => text))
        .filter((text) => !/[*?$]/.test(text)),
    ),
  );
  const distinct = [...new Set(found)];
  compared.set(id, distinct);
  return distinct;
};

/** Whether a condition compares the key, or a variable stands for it, in statements for other requests too. */
export const isAskedFor = ({ policies }: Environment, id: string): boolean =>
  policies.some(({ statements }) =>
    statements.some(
      ({ conditions, resource }) =>
        conditions.some(({ key, values }) => key.toLowerCase() === id || hasVariable(values, id)) ||
        hasVariable(resource.values, id),
    ),
  );

const hasVariable = (values: readonly Value[], id: string): boolean =>
  values.some(({ text }) => text.toLowerCase().includes(`\${${id}`));

/**
 * Services whose resources are named with wildcards that reach over colons: by a string operator, or by several patterns of
 * ARN operators, which can meet in one ARN behind its account.
 */
export const servicesByWildcard = ({ names, policies }: Environment): readonly string[] =>
  (names.services ??= servicesIn(policies));

const servicesIn = (policies: readonly Policy[]): readonly string[] => {
  const sources = policies.flatMap(({ statements }) =>
    statements.flatMap(({ conditions }) => conditions.filter(({ key }) => IS_SOURCE.test(key))),
  );
  const byArn = sources.filter(({ operator }) => operator.startsWith("Arn"));
  const byText = sources.filter(({ operator }) => !operator.startsWith("Arn") && operator.endsWith("Like"));
  const patterns = new Set(byArn.flatMap(({ values }) => values.map(({ text }) => text)));
  const texts = [
    ...(patterns.size > 1 ? patterns : []),
    ...byText.flatMap(({ values }) => values.map(({ text }) => text)),
  ];
  return [...new Set(texts.flatMap((text) => SERVICE_OF.exec(text)?.[1] ?? []))];
};

const IS_SOURCE = /^aws:sourcearn$/i;
const SERVICE_OF = /^arn:[^:]+:([a-z0-9-]+):/;

const namesIn = (policies: readonly Policy[], trust: Trust): Names => {
  const found: Found = {
    organizations: new Set([OWN_ORGANIZATION, ...trust.organizations]),
    ids: new Set(),
    others: new Set(),
    networks: new Set(),
  };
  for (const text of textsOf(policies)) {
    note(text, found);
    if (text.includes("${")) for (const [, fallback] of text.matchAll(FALLBACK)) note(fallback ?? "", found);
  }
  return { ...found, networks: [...found.networks].sort() };
};

/** A variable's default. */
const FALLBACK = /\$\{[^},]*,\s*'([^']*)'\s*\}/g;

type Found = Record<"organizations" | "ids" | "others" | "networks", Set<string>>;

// Operators that ignore case name an id in whatever case.
const ORGANIZATION = /^o-[a-z0-9]+(?=\/|$)/i;
const UNIQUE_ID = /^A[A-Z0-9]{7,}(?=:|$)/i;
const OTHER = /^(?:vpce?-|arn:|[a-z0-9-]+\.)[^*?$]+$/i;
const NETWORK = /^[0-9a-f]*[.:][0-9a-f.:]*(?:\/\d{1,3})?$/i;

const note = (text: string, { organizations, ids, others, networks }: Found): void => {
  const organization = ORGANIZATION.exec(text)?.[0];
  if (organization !== undefined) organizations.add(organization.toLowerCase());
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

/** Every text in principals and conditions. */
const textsOf = (policies: readonly Policy[]): readonly string[] => {
  const texts: string[] = [];
  for (const { statements } of policies)
    for (const { principal, conditions } of statements) {
      for (const { text } of principal.entries) texts.push(text);
      for (const { values } of conditions) for (const { text } of values) texts.push(text);
    }
  return texts;
};
