import type { KeyMeaning } from "../../keys.ts";
import { GLOBAL_KEYS } from "../../keys.ts";
import {
  ANY_DIMENSIONS,
  carriers,
  KINDS,
  FORWARDED,
  MFA,
  type Dimension,
  type Dimensions,
} from "./dimensions.ts";

/**
 * What stands behind a key. Keys that hang together are views of one variable, so that no witness contradicts itself:
 * the account is a part of the principal's ARN, the organisation the beginning of its path.
 */
export type Projection =
  | "whole"
  | "account"
  | "user name"
  | "federated id"
  | "organisation"
  | "source account"
  | "source ARN"
  | "timestamp"
  | "epoch";

type Behind = "text" | "addresses" | "instant" | "number" | "constant" | "shape" | "never";

export interface ConditionKey {
  /** In lower case. */
  readonly id: string;
  /** In the table's spelling; of a family, as the policy writes it. */
  readonly name: string;
  readonly meaning: KeyMeaning | null;
  readonly behind: Behind;
  readonly variable: string;
  readonly projection: Projection;
  readonly carriedOn: Dimensions;
  readonly optional: boolean;
  /** Keys of one name here are there together or not at all. */
  readonly together: string;
  readonly multivalued: boolean;
  /** Of a key that follows from the shape: the dimension, and the value of each alternative. */
  readonly by?: { readonly dimension: Dimension; readonly values: ReadonlyMap<number, string> };
}

const PROJECTIONS: Readonly<Record<string, readonly [variable: string, view: Projection]>> = {
  "aws:principalarn": ["principal", "whole"],
  "aws:principalaccount": ["principal", "account"],
  "aws:username": ["principal", "user name"],
  "aws:principalorgid": ["organisation", "organisation"],
  "aws:principalorgpaths": ["organisation", "whole"],
  "aws:principalservicename": ["service", "whole"],
  "aws:principalservicenameslist": ["service", "whole"],
  "aws:sourcearn": ["source", "source ARN"],
  "aws:sourceaccount": ["source", "source account"],
  "aws:sourceowner": ["source", "source account"],
  "aws:sourceorgid": ["source organisation", "organisation"],
  "aws:sourceorgpaths": ["source organisation", "whole"],
  "aws:vpceorgid": ["endpoint organisation", "organisation"],
  "aws:vpceorgpaths": ["endpoint organisation", "whole"],
  "aws:resourceorgid": ["resource organisation", "organisation"],
  "aws:resourceorgpaths": ["resource organisation", "whole"],
  "aws:currenttime": ["time", "timestamp"],
  "aws:epochtime": ["time", "epoch"],
  "aws:tokenissuetime": ["token time", "timestamp"],
};

/** An organisation is one path, a service one name, whatever the list could hold. */
const LISTS: ReadonlySet<string> = new Set(["aws:calledvia"]);

const CONSTANTS: ReadonlySet<string> = new Set([
  "aws:securetransport",
  "aws:requestedregion",
  "aws:resourceaccount",
]);

const people = (user: string, role: string, root: string, federated: string): ReadonlyMap<number, string> =>
  new Map([
    [KINDS.user, user],
    [KINDS.session, user],
    [KINDS.role, role],
    [KINDS.root, root],
    [KINDS.federated, federated],
  ]);

const BY_DIMENSION: Readonly<Record<string, NonNullable<ConditionKey["by"]>>> = {
  "aws:principaltype": {
    dimension: "kinds",
    values: people("User", "AssumedRole", "Account", "FederatedUser"),
  },
  "aws:principalisawsservice": {
    dimension: "kinds",
    values: new Map([...people("false", "false", "false", "false"), [KINDS.service, "true"]]),
  },
  "aws:viaawsservice": {
    dimension: "vias",
    values: new Map([
      [1, "false"],
      [FORWARDED, "true"],
    ]),
  },
  "aws:multifactorauthpresent": {
    dimension: "mfas",
    values: new Map([
      [1, "false"],
      [MFA, "true"],
    ]),
  },
};

const behind = (key: string, row: KeyMeaning): Behind => {
  if (row.class === "absent") return "never";
  if (CONSTANTS.has(key)) return "constant";
  if (BY_DIMENSION[key] !== undefined) return "shape";
  if (row.type === "ip") return "addresses";
  if (row.type === "date") return "instant";
  return row.type === "number" ? "number" : "text";
};

/** The key of a key as it is written. A family's member is a key of its own. */
export const conditionKeyOf = (
  written: string,
  meaning: KeyMeaning | null,
  actions: number = ANY_DIMENSIONS.actions,
): ConditionKey => {
  const id = written.toLowerCase();
  if (meaning === null)
    return {
      id,
      name: written,
      meaning,
      behind: "never",
      variable: id,
      projection: "whole",
      carriedOn: ANY_DIMENSIONS,
      optional: false,
      together: id,
      multivalued: false,
    };
  const [variable, projection] = PROJECTIONS[id] ?? [id, "whole"];
  const by = BY_DIMENSION[id];
  return {
    id,
    name: meaning.name.endsWith("/") ? meaning.name + written.slice(meaning.name.length) : meaning.name,
    meaning,
    behind: behind(id, meaning),
    variable,
    projection,
    carriedOn: { ...carriers(meaning), actions },
    optional: meaning.optional ?? false,
    together: variable.endsWith("organisation")
      ? variable
      : id.startsWith("aws:multifactorauth")
        ? "MFA"
        : id,
    multivalued: meaning.multivalued && (!id.startsWith("aws:") || LISTS.has(id)),
    ...(by === undefined ? {} : { by }),
  };
};

/** The global keys in the documentation's spelling, made once. */
export const GLOBAL_CONDITION_KEYS: ReadonlyMap<string, ConditionKey> = new Map(
  GLOBAL_KEYS.filter((row) => !row.name.endsWith("/")).map((row) => [
    row.name,
    conditionKeyOf(row.name, row),
  ]),
);
