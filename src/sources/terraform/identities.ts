import type { PolicyDocument } from "../../model/resource.ts";
import { groupBy } from "../../text/order.ts";
import {
  accountsOf,
  identityArn,
  resourceTexts,
  underEachAccount,
  type Account,
  type WrittenIdentity,
} from "../written/identity.ts";
import { policyDocument } from "../written/policy-document.ts";
import { collectAttached, type Attached } from "./collect.ts";
import type { Module } from "./module.ts";

/** Opens the same root module under another account. */
export type Reopen = (account: Account) => Module;

/**
 * The identities of one root module, each with all the policies that its resources attach.
 *
 * Where the documents name an account literally, the code is evaluated again as that account, so that a reference to the
 * identity's own resource and `data.aws_caller_identity` come to the same.
 */
export const identitiesOf = (module: Module, reopen: Reopen): readonly WrittenIdentity[] => {
  const attached = collectAttached(module);
  const again = new Map<string, readonly Attached[]>();
  const asAccount = (account: Account): readonly Attached[] => {
    const key = identityArn("", account);
    const known = again.get(key) ?? collectAttached(reopen(account));
    again.set(key, known);
    return known;
  };
  return [...groupBy(attached, ({ identity }) => identity)].flatMap(([name, group]) => {
    const [standIn] = group;
    if (standIn === undefined) return [];
    const resources = group.flatMap(({ arn, policy }) => [
      ...(arn === null ? [] : [arn]),
      ...(policy === null ? [] : (resourceTexts(documentOf(policy).document) ?? [])),
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
          declaredIn: [...new Set(group.map((one) => one.file))],
          policies: own.flatMap(({ policy }) => (policy === null ? [] : [documentOf(policy)])),
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

const documentOf = ({ name, text }: NonNullable<Attached["policy"]>): PolicyDocument =>
  policyDocument(name, text);

const sameAccount = (a: Account, b: Account): boolean => identityArn("", a) === identityArn("", b);
