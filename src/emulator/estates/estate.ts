import type { FaultRule } from "../faults.ts";
import { addIdentity, type Account, type Identity, type VerificationStatus, type World } from "../world.ts";

/** What a right answer about an identity is; `gone` where it vanishes between list and get. */
type PlantedExposure =
  "exposed" | "undecided" | "invalid" | "cross-account" | "restricted" | "private" | "unread" | "gone";

/** The truth about one identity. */
export interface Planted {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly exposure: PlantedExposure;
  readonly why: string;
}

/** A world with what goes wrong in it, what is true of it, and a key to begin with. */
export interface Estate {
  readonly world: World;
  readonly faults: readonly FaultRule[];
  readonly planted: readonly Planted[];
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A statement without its Resource, which is the identity's ARN. */
export type PlannedStatement = Readonly<Record<string, unknown>>;

/** Policy name → its statements, or a text that is stored as it stands. */
type PlannedPolicies = Readonly<Record<string, readonly PlannedStatement[] | string>>;

export interface PlannedIdentity {
  readonly name: string;
  readonly exposure: PlantedExposure;
  readonly why: string;
  readonly policies?: PlannedPolicies;
  readonly verification?: VerificationStatus;
  readonly dkim?: Identity["dkim"];
}

/** Region → the identities planned there. */
export type PlannedRegions = Readonly<Record<string, readonly PlannedIdentity[]>>;

/** Puts the identities into the account and answers the truth about each. */
export const plant = (account: Account, regions: PlannedRegions): readonly Planted[] =>
  Object.entries(regions).flatMap(([region, identities]) =>
    identities.map((planned) => plantOne(account, region, planned)),
  );

const plantOne = (account: Account, regionName: string, planned: PlannedIdentity): Planted => {
  const region = account.regions.get(regionName);
  if (region === undefined) throw new Error(`${account.name} has no region ${regionName}`);
  const { name, exposure, why, policies = {}, verification, dkim } = planned;
  const arn = `arn:aws:ses:${regionName}:${account.id}:identity/${name}`;
  addIdentity(region, name, {
    policies: Object.fromEntries(
      Object.entries(policies).map(([policy, document]) => [policy, textOf(document, arn)]),
    ),
    ...(verification !== undefined && { verification }),
    ...(dkim !== undefined && { dkim }),
  });
  return { account: account.id, region: regionName, name, exposure, why };
};

const textOf = (document: readonly PlannedStatement[] | string, arn: string): string =>
  typeof document === "string"
    ? document.replaceAll("$ARN", arn)
    : JSON.stringify({
        Version: "2012-10-17",
        Statement: document.map(({ Condition, ...rest }) => ({
          ...rest,
          Resource: arn,
          ...(Condition !== undefined && { Condition }),
        })),
      });
