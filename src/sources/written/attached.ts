import type { Place, PolicyDocument } from "../../model/resource.ts";
import { groupBy } from "../../text/order.ts";
import type { CodeKind } from "./code-kind.ts";
import {
  accountsOf,
  identityArn,
  resourceTexts,
  underEachAccount,
  type Account,
  type WrittenIdentity,
} from "./identity.ts";
import { policyDocument } from "./policy-document.ts";
import { asWritten, type NamedIdentity, type OriginOf } from "./identity-name.ts";
import { possibleIdentities, withOwnResources } from "./own-resources.ts";
import type { Text } from "./text.ts";
import { withoutDenies } from "./without-denies.ts";
import type { Value } from "./value.ts";

/** A resource that declares an identity, or gives it a policy. */
export interface Attached extends NamedIdentity {
  /** Null for the identity's own resource. */
  readonly policy: { readonly name: string; readonly text: Text } | null;
  /** The file that declares it. */
  readonly file: string;
  /** The file that its address is of: of the root module. */
  readonly rootFile: string;
  readonly address: string;
  readonly place: Place;
  /** What is not known about whether it is there at all; null where it is certain. */
  readonly open: Value | null;
  readonly account: Account;
  /** Of the identity's own resource: those of its tags that are known. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Tells expressions of two calls of one module apart; where it is missing, equal ones are the same. */
  readonly originOf?: OriginOf;
}

/**
 * Everything that one module or template attaches, evaluated as an account; null for the one that it says itself. The
 * account carries the keys of the one that it stands for.
 */
export type Collect = (account: Account | null) => readonly Attached[];

/**
 * The identities of one module or template, each with all the policies that its resources attach.
 *
 * Where the documents name an account literally, the code is evaluated again as that account, so that a reference to the
 * identity's own resource and to the account come to the same.
 */
export const identitiesOf = (kind: CodeKind, collect: Collect): readonly WrittenIdentity[] => {
  const attached = collect(null);
  const again = new Map<string, readonly Attached[]>();
  const asAccount = (account: Account): readonly Attached[] => {
    const key = JSON.stringify([identityArn("", account, kind), account.accountKey, account.regionKey]);
    const known = again.get(key) ?? collect(account);
    again.set(key, known);
    return known;
  };
  const named = [...groupBy(attached, keyOf).values()].flatMap((group) => namedByResources(group, kind));
  return [...groupBy(named, keyOf).values()].flatMap((group) => {
    const [standIn] = group;
    if (standIn === undefined) return [];
    const name = standIn.identity;
    const documents = new Map(
      group
        .filter(({ policy }) => policy !== null)
        .map((one) => [one, documentOf(one, one, standIn.account, kind)] as const),
    );
    const resources = group.flatMap((one) => [
      ...(one.arn === null ? [] : [one.arn]),
      ...(resourceTexts(documents.get(one)?.document ?? "") ?? []),
    ]);
    const accounts = accountsOf(name, resources, kind, standIn.account);
    const declared = group.find(({ policy }) => policy === null) ?? standIn;
    const address = `${declared.address}${declared.oneOfSeveral ? `@${name}` : ""}`;
    return accounts.flatMap((account) => {
      const own = sameAccount(account, standIn.account, kind) ? null : asAccount(account);
      const [identity] = underEachAccount(
        {
          name,
          file: declared.rootFile,
          address,
          place: declared.place,
          ...(declared.tags === undefined ? {} : { tags: declared.tags }),
          declaredIn: [...new Set(group.map((one) => one.file))],
          policies:
            own === null
              ? [...documents.values()]
              : group.flatMap((one) =>
                  own
                    .filter(({ address, policy }) => address === one.address && policy !== null)
                    .map((evaluated) => documentOf(evaluated, one, account, kind)),
                ),
        },
        [account],
        kind,
      );
      return identity === undefined
        ? []
        : [accounts.length === 1 ? identity : { ...identity, address: `${address}@${identity.arn}` }];
    });
  });
};

/** What is attached, to the identity that it is found to belong to. */
interface Found extends Attached {
  /** What its name was made of before its policies told it. */
  readonly madeOf: string | null;
  /** Whether its policies name several identities, of which each is judged. */
  readonly oneOfSeveral: boolean;
}

/** A group whose identity is not known is that of each identity that its policies can belong to. */
const namedByResources = (group: readonly Attached[], kind: CodeKind): readonly Found[] => {
  const [first] = group;
  const policies = group.flatMap(({ policy }) => (policy === null ? [] : [policy.text]));
  const names =
    first === undefined || first.unnamed === null ? [] : possibleIdentities(policies, first.identity, kind);
  return names.length === 0
    ? group.map((one) => ({ ...one, madeOf: one.unnamed, oneOfSeveral: false }))
    : names.flatMap((identity) =>
        group.map((one) => ({
          ...one,
          identity,
          unnamed: null,
          madeOf: one.unnamed,
          oneOfSeveral: names.length > 1,
        })),
      );
};

/** What tells identities apart: what is not known of account and region keeps two apart. */
const keyOf = ({
  identity,
  unnamed,
  account: { account, region, accountKey, regionKey },
}: Attached): string =>
  JSON.stringify([accountKey ?? account, regionKey ?? region, unnamed === null ? identity : { unnamed }]);

/** A policy as it was evaluated, for the identity that it is found to belong to. */
const documentOf = (
  { policy, open, originOf = asWritten }: Attached,
  { identity: name, madeOf }: Found,
  account: Account,
  kind: CodeKind,
): PolicyDocument => {
  if (policy === null) throw new Error("an identity's own resource has no policy");
  const text = withOwnResources(policy.text, { name, account, unnamed: madeOf, originOf }, kind);
  return policyDocument(policy.name, open === null ? text : withoutDenies(text, open));
};

const sameAccount = (a: Account, b: Account, kind: CodeKind): boolean =>
  identityArn("", a, kind) === identityArn("", b, kind);
