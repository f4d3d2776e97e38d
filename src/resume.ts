import { problem } from "./model/problem.ts";
import type { SnapshotHead } from "./model/snapshot.ts";

/** Stand in a snapshot's head for what is not written down. */
export const REDACTED = "(redacted)";
export const SET = "(set)";

/** What a scan may be told anew, or is taken over from the one that it goes on with. */
interface Continuable {
  readonly accounts?: readonly string[];
  readonly organization?: { readonly units: readonly string[] };
  readonly excludedAccounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly excludedRegions?: readonly string[];
  readonly roleArn?: string;
  readonly lanes?: Readonly<Record<string, readonly string[]>>;
  readonly externalId?: string;
  readonly endpointUrl?: string;
}

/**
 * The options of a scan that goes on with what an earlier one has read: what is not said anew is as it was.
 *
 * @param tool this version, as a snapshot's head names it
 * @throws a usage problem where nothing of it can be taken over: another version may read other facts, and another
 * endpoint is another AWS.
 */
export const resumed = <T extends Continuable>(options: T, head: SnapshotHead | null, tool: string): T => {
  if (head === null) return options;
  const { parameters } = head;
  if (head.tool !== tool) throw notTaken(`it was read by ${head.tool}, and ${tool} may read other facts`);
  if ((parameters["endpointUrl"] === SET) !== (options.endpointUrl !== undefined))
    throw notTaken(
      options.endpointUrl === undefined
        ? "it was read from an endpoint of --endpoint-url, which is not given"
        : "it was read from AWS, and not from this endpoint",
    );
  const externalId = parameters["externalId"] === REDACTED && options.externalId === undefined;
  if (externalId)
    throw problem({
      what: "the role asks for an external id, which is not written down",
      todo: "Give --external-id again.",
      kind: "usage",
    });
  return { ...options, ...asBefore(head, options) };
};

const notTaken = (why: string): Error =>
  problem({
    what: `what was read cannot be taken over: ${why}`,
    todo: "Go on as it was begun, or remove the folder that ends in .partial and scan anew.",
    kind: "usage",
  });

const asBefore = ({ parameters }: SnapshotHead, options: Continuable): Continuable => {
  const { accounts, organization, accountsExcluded, regionsAsked, regionsExcluded, roleArn, lanes } =
    parameters;
  return {
    ...(isEmpty(options.accounts) && options.organization === undefined && isTexts(accounts)
      ? { accounts }
      : {}),
    ...(isEmpty(options.accounts) && options.organization === undefined && isOrganization(organization)
      ? { organization }
      : {}),
    ...(isEmpty(options.excludedAccounts) && isTexts(accountsExcluded)
      ? { excludedAccounts: accountsExcluded }
      : {}),
    ...(isEmpty(options.regions) && isTexts(regionsAsked) ? { regions: regionsAsked } : {}),
    ...(isEmpty(options.excludedRegions) && isTexts(regionsExcluded)
      ? { excludedRegions: regionsExcluded }
      : {}),
    ...(options.roleArn === undefined && typeof roleArn === "string" ? { roleArn } : {}),
    ...(options.lanes === undefined && isLanes(lanes) ? { lanes } : {}),
  };
};

const isEmpty = (list: readonly string[] | undefined): boolean => list === undefined || list.length === 0;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isLanes = (value: unknown): value is Readonly<Record<string, readonly string[]>> =>
  typeof value === "object" && value !== null && Object.values(value).every(isTexts);

const isOrganization = (value: unknown): value is { readonly units: readonly string[] } =>
  typeof value === "object" && value !== null && "units" in value && isTexts(value.units);
