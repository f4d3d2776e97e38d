import type * as Sdk from "@aws-sdk/client-ses";
import type { SESClient } from "@aws-sdk/client-ses";
import { isUnread, unexpectedAnswer, type Refusal, type Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import { byCodeUnits } from "../../text/order.ts";
import type { SesIdentity } from "./identity.ts";

/** The SES API's own limits: MaxItems, names a call, policies a call. Source: API reference of ListIdentities and its siblings. */
const PAGE = 1000;
const NAMES_A_CALL = 100;
const POLICIES_A_CALL = 20;

/** What every step needs. */
export interface Asking {
  readonly sdk: typeof Sdk;
  readonly client: SESClient;
  readonly aws: AwsAccess;
}

/** Pages in a row that name nothing new, beyond which a listing is taken for one that never ends. */
const IDLE_PAGES = 20;

export interface Listing {
  readonly identities: ReadonlySet<string>;
  /** Where the listing broke; what came before it is kept. */
  readonly broke: Refusal | null;
  /** Came in one page with room left, each identity once: nothing can be missing between two pages. */
  readonly inOnePage: boolean;
  /** No identity came twice, as one does where pages overlap because the list changed between them. */
  readonly withoutOverlap: boolean;
}

/** Lists domains and addresses together; what was listed before a refusal is kept. */
export const list = async (asking: Asking): Promise<Listing> => {
  const identities = new Set<string>();
  let inOnePage = true;
  let withoutOverlap = true;
  const pages = pagesOf(asking);
  for (;;) {
    const { done, value } = await pages.next();
    if (done === true) return { identities, broke: value, inOnePage, withoutOverlap };
    if (value.isContinued || value.names.length >= PAGE) inOnePage = false;
    for (const name of value.names) {
      if (identities.has(name)) withoutOverlap = false;
      identities.add(name);
    }
  }
};

interface Page {
  readonly names: readonly string[];
  readonly isContinued: boolean;
}

/** Every page, then the refusal that ended them or null. A token that comes back would page for ever. */
async function* pagesOf({ sdk, client, aws }: Asking): AsyncGenerator<Page, Refusal | null> {
  const tokens = new Set<string>();
  const names = new Set<string>();
  let token: string | undefined;
  let idle = 0;
  do {
    const input = {
      MaxItems: PAGE,
      ...(token === undefined ? {} : { NextToken: token }),
    };
    const page = await aws.call("ListIdentities", () => client.send(new sdk.ListIdentitiesCommand(input)));
    if (isUnread(page)) return page.unread;
    if (page.value.Identities === undefined)
      return unexpectedAnswer("ListIdentities", "list of identities").unread;
    token = page.value.NextToken || undefined;
    idle = page.value.Identities.every((name) => names.has(name)) ? idle + 1 : 0;
    for (const name of page.value.Identities) names.add(name);
    yield { names: page.value.Identities, isContinued: token !== undefined };
    if (token !== undefined && tokens.has(token)) return noNewPage("The same page token came back twice.");
    if (idle > IDLE_PAGES) return noNewPage(`${idle} pages in a row named nothing new.`);
    if (token !== undefined) tokens.add(token);
  } while (token !== undefined);
  return null;
}

const noNewPage = (message: string): Refusal => ({
  ...unexpectedAnswer("ListIdentities", "new page").unread,
  message,
});

/** A value for each name: what was answered, or why it is not known. */
export type Attributes<T> = (name: string) => T | Unread;

/** Asks for the attributes of many identities, a hundred a call. */
const attributes = async <A, T>(
  { aws }: Asking,
  operation: string,
  names: readonly string[],
  send: (names: string[]) => Promise<Record<string, A> | undefined>,
  read: (attribute: A) => T | undefined,
): Promise<Attributes<T>> => {
  const values = new Map<string, T | Unread>();
  for (let at = 0; at < names.length; at += NAMES_A_CALL) {
    const some = names.slice(at, at + NAMES_A_CALL);
    const answer = await aws.call(operation, () => send(some));
    for (const name of some) {
      if (isUnread(answer)) values.set(name, answer);
      else if (answer.value === undefined) values.set(name, unexpectedAnswer(operation, "attributes"));
      else {
        const attribute = Object.hasOwn(answer.value, name) ? answer.value[name] : undefined;
        values.set(name, (attribute === undefined ? undefined : read(attribute)) ?? omitted(operation, name));
      }
    }
  }
  return (name) => values.get(name) ?? omitted(operation, name);
};

export const readVerification = (asking: Asking, names: readonly string[]): Promise<Attributes<string>> =>
  attributes(
    asking,
    "GetIdentityVerificationAttributes",
    names,
    async (Identities) => {
      const command = new asking.sdk.GetIdentityVerificationAttributesCommand({ Identities });
      return (await asking.client.send(command)).VerificationAttributes;
    },
    ({ VerificationStatus }) => VerificationStatus,
  );

export const readDkim = (
  asking: Asking,
  names: readonly string[],
): Promise<Attributes<{ readonly enabled: boolean; readonly status: string }>> =>
  attributes(
    asking,
    "GetIdentityDkimAttributes",
    names,
    async (Identities) => {
      const command = new asking.sdk.GetIdentityDkimAttributesCommand({ Identities });
      return (await asking.client.send(command)).DkimAttributes;
    },
    ({ DkimEnabled: enabled, DkimVerificationStatus: status }) =>
      enabled === undefined || status === undefined ? undefined : { enabled, status },
  );

/** What is known of one identity's policies; `changed`: one that was listed was gone when it was to be read. */
interface ReadPolicies {
  readonly policies: Policies;
  readonly changed: boolean;
}

type Policies = Exclude<SesIdentity["policies"], undefined>;

/**
 * All policies of one identity, or the refusal that kept one of them from being read.
 *
 * A name that the answer leaves out may have been deleted in between: the names are asked for once more, and only one
 * that is still listed makes the policies unread.
 */
export const readPolicies = async (asking: Asking, name: string): Promise<ReadPolicies> => {
  const policies = await policiesOnce(asking, name);
  const changed = isUnread(policies) && policies.unread.code === OMITTED;
  return { policies: changed ? await policiesOnce(asking, name) : policies, changed };
};

const policiesOnce = async (asking: Asking, identity: string): Promise<Policies> => {
  const { sdk, client, aws } = asking;
  const listed = await aws.call("ListIdentityPolicies", () =>
    client.send(new sdk.ListIdentityPoliciesCommand({ Identity: identity })),
  );
  if (isUnread(listed)) return listed;
  if (listed.value.PolicyNames === undefined)
    return unexpectedAnswer("ListIdentityPolicies", "list of policy names");
  const names = listed.value.PolicyNames.toSorted(byCodeUnits);
  const documents: { name: string; document: string }[] = [];
  for (let at = 0; at < names.length; at += POLICIES_A_CALL) {
    const input = { Identity: identity, PolicyNames: names.slice(at, at + POLICIES_A_CALL) };
    const got = await aws.call("GetIdentityPolicies", () =>
      client.send(new sdk.GetIdentityPoliciesCommand(input)),
    );
    if (isUnread(got)) return got;
    const { Policies: policies } = got.value;
    if (policies === undefined) return unexpectedAnswer("GetIdentityPolicies", "policies");
    for (const name of input.PolicyNames) {
      const document = Object.hasOwn(policies, name) ? policies[name] : undefined;
      if (document === undefined) return omitted("GetIdentityPolicies", name);
      documents.push({ name, document });
    }
  }
  return documents;
};

/** The code of a value that an answer left out. */
export const OMITTED = "Omitted";

const omitted = (operation: string, name: string): Unread => ({
  unread: { operation, code: OMITTED, message: `The answer leaves out ${name}.`, attempts: 1 },
});
