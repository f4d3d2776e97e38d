/** `aws/<account>/<region>/<service>`, or `files/<tree>/<service>` where the tree is a path below the repository's root. */
export type ScopeId = `aws/${string}/${string}/${string}` | `files/${string}/${string}`;

export type AwsScope = Extract<Scope, { readonly provider: "aws" }>;

/** The unit of everything: one account × region × service, or one tree of files. */
export type Scope =
  | {
      readonly provider: "aws";
      readonly id: ScopeId;
      readonly account: string;
      readonly region: string;
      readonly service: string;
    }
  | { readonly provider: "files"; readonly id: ScopeId; readonly tree: string; readonly service: string };

/** `complete` all was read · `partial` some was not, or it was cut off · `unread` nothing could be listed · `unavailable` the service is not in the region · `excluded` by the user, or a region that is off. */
export type ScopeStatus = "complete" | "partial" | "unread" | "unavailable" | "excluded";

export const awsScopeId = (account: string, region: string, service: string): ScopeId =>
  `aws/${account}/${region}/${service}`;

export const filesScopeId = (tree: string, service: string): ScopeId => `files/${tree}/${service}`;

/** Takes a scope id apart; null where it is none. */
export const parseScope = (id: string): Scope | null =>
  parseAws(/^aws\/(\d{12})\/([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(id)) ??
  parseFiles(/^files\/(.+)\/([a-z0-9-]+)$/.exec(id));

const parseAws = (match: RegExpExecArray | null): Scope | null =>
  match?.[1] !== undefined && match[2] !== undefined && match[3] !== undefined
    ? {
        provider: "aws",
        id: awsScopeId(match[1], match[2], match[3]),
        account: match[1],
        region: match[2],
        service: match[3],
      }
    : null;

const parseFiles = (match: RegExpExecArray | null): Scope | null =>
  match?.[1] !== undefined && match[2] !== undefined
    ? { provider: "files", id: filesScopeId(match[1], match[2]), tree: match[1], service: match[2] }
    : null;

/** The ARN partition of a region, by its name alone. */
export const partitionOf = (region: string): string =>
  PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";

const PARTITIONS: readonly (readonly [string, string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];
