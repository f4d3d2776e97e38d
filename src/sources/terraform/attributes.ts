import type { TerraformType } from "../../model/kind-in-code.ts";
import { ORGANIZATION_OF_THE_CODE } from "../../services/stand-ins.ts";
import type { CodeKind } from "../written/code-kind.ts";
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

const ofKind =
  (type: TerraformType, kind: CodeKind): KnownAttributes =>
  (given, account, at) => {
    const arn = (): Value | null => {
      const name = given(type.name);
      return name === null ? null : arnOfIdentity(name, account, at, kind);
    };
    return { arn, id: type.id === "arn" ? arn : () => given(type.name) };
  };

type Attributes = Readonly<Record<string, KnownAttributes>>;

const attributesOfKind = (
  types: Readonly<Record<string, TerraformType>> | undefined,
  kind: CodeKind,
): Attributes =>
  Object.fromEntries(Object.entries(types ?? {}).map(([name, type]) => [name, ofKind(type, kind)]));

/** What is known of the resources and the data sources of a module. */
export interface AttributeTables {
  readonly resources: Attributes;
  readonly data: Attributes;
}

/** The attributes of every resource whose policies may refer to them: of the kind, and of those that stand for principals. */
export const attributeTables = (kind: CodeKind): AttributeTables => {
  const own = attributesOfKind(kind.terraform.types, kind);
  return {
    resources: { ...RESOURCES, ...own, ...attributesOfKind(kind.terraform.naming, kind) },
    data: { ...DATA, ...own },
  };
};

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

const RESOURCES: Attributes = {
  aws_iam_role: iamPrincipal("role"),
  aws_iam_user: iamPrincipal("user"),
  aws_organizations_organization: organization,
  local_file: (given) => ({ content: () => given("content") }),
};

const DATA: Attributes = {
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
