import type { Place, PolicyDocument } from "../../model/resource.ts";
import { groupBy } from "../../text/order.ts";
import {
  accountsOf,
  identityArn,
  resourceTexts,
  underEachAccount,
  type Account,
  type WrittenIdentity,
} from "./identity.ts";
import { policyDocument } from "./policy-document.ts";
import type { Text } from "./text.ts";
import { withoutDenies } from "./without-denies.ts";
import type { Value } from "./value.ts";

/** A resource that declares an identity, or gives it a policy. */
export interface Attached {
  readonly identity: string;
  /** The ARN that names the identity, where it is given as one. */
  readonly arn: string | null;
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
export const identitiesOf = (collect: Collect): readonly WrittenIdentity[] => {
  const attached = collect(null);
  const again = new Map<string, readonly Attached[]>();
  const asAccount = (account: Account): readonly Attached[] => {
    const key = JSON.stringify([identityArn("", account), account.accountKey, account.regionKey]);
    const known = again.get(key) ?? collect(account);
    again.set(key, known);
    return known;
  };
  return [...groupBy(attached, keyOf).values()].flatMap((group) => {
    const [standIn] = group;
    if (standIn === undefined) return [];
    const name = standIn.identity;
    const resources = group.flatMap(({ arn, policy }) => [
      ...(arn === null ? [] : [arn]),
      ...(policy === null ? [] : (resourceTexts(policyDocument("", policy.text).document) ?? [])),
    ]);
    const accounts = accountsOf(name, resources, standIn.account);
    const declared = group.find(({ policy }) => policy === null) ?? standIn;
    return accounts.flatMap((account) => {
      const own = sameAccount(account, standIn.account)
        ? group
        : asAccount(account).filter(({ address }) => group.some((one) => one.address === address));
      const [identity] = underEachAccount(
        {
          name,
          file: declared.rootFile,
          address: declared.address,
          place: declared.place,
          declaredIn: [...new Set(group.map((one) => one.file))],
          policies: own.flatMap(documentsOf),
        },
        [account],
      );
      return identity === undefined
        ? []
        : [
            accounts.length === 1
              ? identity
              : { ...identity, address: `${declared.address}@${identity.arn}` },
          ];
    });
  });
};

/** What tells identities apart: what is not known of account and region keeps two apart. */
const keyOf = ({ identity, account: { account, region, accountKey, regionKey } }: Attached): string =>
  JSON.stringify([accountKey ?? account, regionKey ?? region, identity]);

const documentsOf = ({ policy, open }: Attached): readonly PolicyDocument[] =>
  policy === null
    ? []
    : [policyDocument(policy.name, open === null ? policy.text : withoutDenies(policy.text, open))];

const sameAccount = (a: Account, b: Account): boolean => identityArn("", a) === identityArn("", b);
