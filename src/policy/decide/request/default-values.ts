import { familiarAccounts, OWN_ORGANIZATION } from "./named-or-trusted.ts";
import type { FormatName } from "../../keys.ts";
import { addressOf, type Address } from "../../sets/addresses.ts";
import { KINDS } from "../keys/dimensions.ts";
import type { Environment } from "./environment.ts";

/** Values of a format to try first; each is a member of its domain unless a policy happens to name it. */
export const DEFAULT_VALUES: Readonly<Partial<Record<FormatName, readonly string[]>>> = {
  "organization path": ["o-stranger01/r-st01/", "o-stranger02/r-st02/"],
  "service name": ["other-service.amazonaws.com"],
  VPC: ["vpc-0fa57a11ce5e55555"],
  "VPC endpoint": ["vpce-0fa57a11ce5e55555"],
};

/** Public addresses of the documentation's blocks (RFC 5737, RFC 3849), to try first. */
export const DEFAULT_ADDRESSES: readonly Address[] = [
  "198.51.100.7",
  "203.0.113.77",
  "192.0.2.99",
  "2001:db8::77",
].map(addressOf);

/** A moment, in seconds since 1970, as a request carries it. */
export const showTime = (seconds: number): string =>
  new Date(Math.min(seconds, 8.64e12) * 1000).toISOString().replace(".000Z", "Z");

export const OWN_PATHS: readonly string[] = [`${OWN_ORGANIZATION}/r-ow01/`];

/** Stands for the account that an AWS service signs with: nobody's who has a resource that it could act for. */
export const AWS_ACCOUNT = "000000000001";

const STRANGERS = ["999999999999", "888888888888", "777777777777"];

/** The party's account, or one that nothing names. */
export const defaultAccount = (environment: Environment, account: string | null): string => {
  if (account !== null) return account;
  const named = familiarAccounts(environment);
  return STRANGERS.find((one) => !named.has(one)) ?? "000000000002";
};

export const defaultArn = (environment: Environment, kind: number, account: string): string => {
  const iam = `arn:${environment.partition}:iam::${account}:`;
  switch (kind) {
    case KINDS.root:
      return `${iam}root`;
    case KINDS.federated:
      return `arn:${environment.partition}:sts::${account}:federated-user/mallory`;
    case KINDS.service:
      return `arn:${environment.partition}:iam::${AWS_ACCOUNT}:role/of-the-service`;
    default:
      return `${iam}${kind === KINDS.role ? "role" : "user"}/mallory`;
  }
};

export const defaultUserId = (kind: number): string =>
  kind === KINDS.role ? "AROASTRANGER000000001:mallory" : "AIDASTRANGER000000001";
