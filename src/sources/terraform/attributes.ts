import { ORGANIZATION_OF_THE_CODE } from "../../services/stand-ins.ts";
import type { Account } from "../written/identity.ts";
import { arnOfIdentity } from "../written/identity-name.ts";
import { concat, hole, made, type Span, type Text } from "../written/text.ts";
import { interpolated, madeText, textValue, type Value } from "../written/value.ts";

/** The attributes of a resource that its block does not give, as far as they follow from those that it does. */
export type KnownAttributes = (
  given: (name: string) => Value | null,
  account: Account,
  at: Span,
) => Readonly<Record<string, () => Value | null>>;

const identity =
  (nameAttribute: string): KnownAttributes =>
  (given, account, at) => ({
    arn: () => {
      const name = given(nameAttribute);
      return name === null ? null : arnOfIdentity(name, account, at);
    },
    id: () => given(nameAttribute),
  });

/** The name that a block gives, or the beginning of one that AWS makes up. */
const nameOf = (given: (name: string) => Value | null, at: Span): readonly Text[] => {
  const [name, prefix] = [given("name") ?? given("user_name"), given("name_prefix")];
  if (name !== null && name.kind !== "null") return [interpolated(name, at)];
  return [...(prefix === null ? [] : [interpolated(prefix, at)]), hole("a name that AWS makes up", at)];
};

/** Roles and users belong to the account that the code is applied in. */
const iamPrincipal =
  (type: string): KnownAttributes =>
  (given, { partition, account }, at) => ({
    arn: () => {
      const path = given("path");
      if (given("provider") !== null) return null;
      return textValue(
        concat([
          made(`arn:${partition}:iam::${account}:${type}`, at),
          path === null ? made("/", at) : interpolated(path, at),
          ...nameOf(given, at),
        ]),
        at,
      );
    },
    id: () => given("name"),
  });

const organization: KnownAttributes = (_given, _account, at) => ({
  id: () => madeText(ORGANIZATION_OF_THE_CODE, at),
});

const text =
  (attributes: (account: Account) => Readonly<Record<string, string>>): KnownAttributes =>
  (_given, account, at) =>
    Object.fromEntries(
      Object.entries(attributes(account)).map(([name, value]) => [name, () => madeText(value, at)]),
    );

const DOMAIN_IDENTITY = identity("domain");
const EMAIL_IDENTITY = identity("email");
const V2_IDENTITY = identity("email_identity");

export const RESOURCE_ATTRIBUTES: Readonly<Record<string, KnownAttributes>> = {
  aws_ses_domain_identity: DOMAIN_IDENTITY,
  aws_ses_domain_identity_verification: DOMAIN_IDENTITY,
  aws_ses_email_identity: EMAIL_IDENTITY,
  aws_sesv2_email_identity: V2_IDENTITY,
  aws_iam_role: iamPrincipal("role"),
  aws_iam_user: iamPrincipal("user"),
  aws_organizations_organization: organization,
  local_file: (given) => ({ content: () => given("content") }),
};

export const DATA_ATTRIBUTES: Readonly<Record<string, KnownAttributes>> = {
  aws_ses_domain_identity: DOMAIN_IDENTITY,
  aws_ses_email_identity: EMAIL_IDENTITY,
  aws_sesv2_email_identity: V2_IDENTITY,
  aws_organizations_organization: organization,
  // A lookup by the provider's own credentials finds its own account's.
  aws_iam_role: iamPrincipal("role"),
  aws_iam_user: iamPrincipal("user"),
  aws_caller_identity: text(({ account }) => ({ account_id: account, id: account })),
  aws_region: text(({ region }) => ({ name: region, region, id: region })),
  aws_partition: text(({ partition }) => ({
    partition,
    id: partition,
    dns_suffix: partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  })),
};
