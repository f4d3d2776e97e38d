import type { Place, PolicyDocument } from "../../model/resource.ts";
import type { ScopeId } from "../../model/scope.ts";
import type { ResourceRecord } from "../../model/snapshot.ts";
import { ACCOUNT_OF_THE_CODE } from "../../services/stand-ins.ts";
import { globsMeet, matchesGlob } from "../../text/glob.ts";
import type { CodeKind } from "./code-kind.ts";
import { readJson } from "./json.ts";
import { itemsOf, member, stringOf, type Node } from "./node.ts";
import { fileText } from "./text.ts";

/** Who the code is applied as, where the documents do not say. */
export interface Account {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Equal for two resources that are in one account, or one region, whether the code names it or not; absent where there is one only. */
  readonly accountKey?: string;
  readonly regionKey?: string;
  /** Whether the code names the region, so that it is no stand-in. */
  readonly regionKnown?: boolean;
}

/** Account 000000000000 in us-east-1 stands for the one that the code is applied in. */
export const STAND_IN: Account = {
  partition: "aws",
  region: "us-east-1",
  account: ACCOUNT_OF_THE_CODE,
};

/**
 * The account that the documents name, in place of the one that the code does not say, and its region in place of that of
 * the same key; `as` is null where they name none.
 */
export const judgedAs = (account: Account, as: Account | null): Account => {
  if (as === null || account.accountKey !== as.accountKey) return account;
  return account.regionKey === as.regionKey
    ? as
    : { ...account, partition: as.partition, account: as.account };
};

export const identityArn = (
  name: string,
  { partition, region, account }: Account,
  { arn }: Pick<CodeKind, "arn">,
): string => `arn:${partition}:${arn.service}:${region}:${account}:${arn.before}${name}`;

interface IdentityArn extends Account {
  readonly name: string;
}

/** Takes the ARN of an identity, or a pattern of such, apart; null for anything else. */
export const parseIdentityArn = (text: string, { arn: form }: Pick<CodeKind, "arn">): IdentityArn | null => {
  const [arn, partition, service, region, account, ...rest] = text.split(":");
  const resource = rest.join(":");
  return arn === "arn" &&
    service === form.service &&
    resource.startsWith(form.before) &&
    partition &&
    region &&
    account
    ? { partition, region, account, name: resource.slice(form.before.length) }
    : null;
};

/** Whether a Resource names an identity, or is a pattern that the ARN of one can fit: `arn:aws:ses:*`. `"*"` alone says nothing. */
export const namesIdentities = (resource: string, kind: Pick<CodeKind, "arn">): boolean =>
  patternOf(resource, kind) !== null;

/** `${aws:PrincipalTag/team}` in a Resource: AWS puts a value there, which a caller may be able to choose. */
const VARIABLE = /\$\{[^{}]{0,500}\}/g;

/** A pattern of names with `*` in place of each policy variable. */
export const widened = (pattern: string): string => pattern.replaceAll(VARIABLE, "*");

/** The name, or the pattern of names, of the identities that a Resource speaks of; null where it speaks of none. */
export const namePattern = (resource: string, kind: Pick<CodeKind, "arn">): string | null => {
  const identity = patternOf(resource, kind)?.identity;
  if (identity === undefined) return null;
  // `*/example.com` leaves what stands before the name open.
  const { before } = kind.arn;
  const from = identity.startsWith(before) ? before.length : before === "" ? 0 : identity.indexOf("/") + 1;
  return identity.slice(from);
};

/** What a Resource says of partition, region, account and of what follows them; each may be a pattern. Null where no identity fits. */
const patternOf = (
  resource: string,
  { arn: form }: Pick<CodeKind, "arn">,
): { readonly [part in "partition" | "region" | "account" | "identity"]: string } | null => {
  const [arn, ...parts] = resource.split(":");
  // In a shorter one, a `*` reaches over the parts that are missing.
  const missing = Array<string>(Math.max(0, 5 - parts.length)).fill("*");
  const within = parts.findIndex((part, index) => index > 1 && part.includes("*"));
  const reaching = within < 0 && parts.at(-1)?.endsWith("*") === true ? parts.length - 1 : within;
  const [partition, service, region, account, ...rest] =
    reaching < 0 ? [...parts] : parts.toSpliced(reaching + 1, 0, ...missing);
  const identity = widened(rest.join(":"));
  return arn === "arn" &&
    partition &&
    service !== undefined &&
    matchesGlob(service, form.service) &&
    region &&
    account &&
    globsMeet(identity, `${form.before}*`)
    ? { partition, region, account, identity }
    : null;
};

const isPattern = (text: string): boolean => /[*?]/.test(text);

/** The Resource texts of a policy, statement by statement; null where the text is no JSON. */
export const resourceTexts = (document: string): readonly string[] | null => {
  const read = readJson(fileText({ path: "", text: document }));
  return "node" in read ? resourcesOf(read.node) : null;
};

const resourcesOf = (policy: Node): readonly string[] =>
  oneOrMany(member(policy, "Statement"))
    .flatMap((statement) => oneOrMany(member(statement, "Resource")))
    .map(stringOf)
    .filter((text) => text !== undefined);

export const oneOrMany = (node: Node | undefined): readonly Node[] =>
  node === undefined ? [] : node.kind === "array" ? itemsOf(node) : [node];

/**
 * As whom the documents of one identity speak of it: partition, region and account of every Resource that can name it.
 * A part that a pattern leaves open is the stand-in's, or one that fits it. Where they name several, each is one that must be judged.
 */
export const accountsOf = (
  name: string,
  resources: readonly string[],
  kind: CodeKind,
  standIn: Account = STAND_IN,
): readonly Account[] => {
  const found = new Map<string, Account>();
  for (const text of resources) {
    const arn = patternOf(text, kind);
    if (arn === null || !matchesGlob(arn.identity, `${kind.arn.before}${name}`)) continue;
    const fixed = (part: "partition" | "region" | "account"): string =>
      matchesGlob(arn[part], standIn[part]) ? standIn[part] : filledIn(arn[part], standIn[part].length);
    const account: Account = {
      ...standIn,
      partition: fixed("partition"),
      region: fixed("region"),
      account: fixed("account"),
      regionKnown: !isPattern(arn.region) || standIn.regionKnown === true,
    };
    found.set(identityArn(name, account, kind), account);
  }
  // A stand-in beside a literal account is a reference to the identity's own resource: the literal one is meant.
  if (found.size > 1) found.delete(identityArn(name, standIn, kind));
  return found.size === 0 ? [standIn] : [...found.values()];
};

/** A text that a pattern fits, of this length where the pattern leaves it open; digits, since an account has no others. */
const filledIn = (pattern: string, length: number): string => {
  if (!isPattern(pattern)) return pattern;
  const known = pattern.replaceAll("*", "").length;
  return pattern
    .replace("*", "0".repeat(Math.max(0, length - known)))
    .replaceAll("*", "")
    .replaceAll("?", "0");
};

/** An identity under each account and region that its documents speak of; the address tells them apart. */
export const underEachAccount = (
  identity: Omit<WrittenIdentity, "arn">,
  accounts: readonly Account[],
  kind: CodeKind,
): readonly WrittenIdentity[] =>
  accounts.map((account) => ({
    ...identity,
    arn: identityArn(identity.name, account, kind),
    ...(account.regionKnown === true ? { region: account.region } : {}),
    address:
      accounts.length === 1
        ? identity.address
        : `${identity.address}@${account.partition}/${account.region}/${account.account}`,
  }));

/** An identity and its policies as they are written in one place. */
export interface WrittenIdentity {
  readonly name: string;
  readonly arn: string;
  /** Where the code or a document names it. */
  readonly region?: string;
  /** Where it is declared: `iac:<file>#<address>` is its id. */
  readonly file: string;
  readonly address: string;
  readonly policies: readonly PolicyDocument[];
  /** Where the resource that declares it stands as a whole. */
  readonly place?: Place;
  /** Those of its tags that the code tells. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Every file that it or one of its policies is declared in, where that is not `file` alone. */
  readonly declaredIn?: readonly string[];
}

export const identityRecord = (
  { name, arn, region, file, address, policies, place, tags }: WrittenIdentity,
  scope: ScopeId,
  { kind, ofName }: CodeKind,
): ResourceRecord => ({
  kind,
  scope,
  id: `iac:${file}#${address}`,
  name,
  ...ofName?.(name),
  arn,
  policies,
  ...(region === undefined ? {} : { region }),
  ...(place === undefined ? {} : { place }),
  ...(tags === undefined ? {} : { tagsInCode: tags }),
});
