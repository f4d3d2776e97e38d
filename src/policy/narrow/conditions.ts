import type { EditValue, JsonEdit } from "../../model/remedy.ts";
import type { Pointer } from "../../model/fact.ts";
import { isObject } from "../../text/is-object.ts";
import { below } from "../../text/pointer.ts";
import type { OpenStatement } from "./proposal.ts";
import { oneOrList, type Admitted } from "./principals.ts";

/** One key that a condition asks for: the operators that say the same of it, the plainest first. */
export interface Demand {
  readonly operators: readonly string[];
  readonly key: string;
  readonly values: readonly string[];
}

const EQUAL = ["StringEquals", "StringLike", "ForAnyValue:StringEquals"] as const;
const SAME_ARN = ["ArnEquals", "ArnLike", "ForAnyValue:ArnLike"] as const;

/** Ties a service to the owner's resources (IAM user guide, "The confused deputy problem"). */
export const sourceOf = (owner: string): Demand => ({
  operators: EQUAL,
  key: "aws:SourceAccount",
  values: [owner],
});

/** Keeps AWS services out that call as themselves. */
export const NO_SERVICE: Demand = {
  operators: ["Bool", "StringEquals"],
  key: "aws:PrincipalIsAWSService",
  values: ["false"],
};

export const inOrganizations = (organizations: readonly string[]): Demand => ({
  operators: EQUAL,
  key: "aws:PrincipalOrgID",
  values: organizations,
});

/** What a caller must be to be one of the admitted; null where no single key says it. */
export const demandOf = (admitted: Admitted, partition: string): Demand | null => {
  const { accounts, principals, organizations } = admitted;
  if (organizations.length > 0)
    return accounts.length + principals.length > 0 ? null : inOrganizations(organizations);
  if (principals.length === 0)
    return accounts.length === 0 ? null : { operators: EQUAL, key: "aws:PrincipalAccount", values: accounts };
  // The key holds the role of a session, never the session (IAM user guide, aws:PrincipalArn).
  if (principals.some((arn) => arn.includes(":assumed-role/"))) return null;
  const anybodyOf = accounts.map((account) => `arn:${partition}:*::${account}:*`);
  return { operators: SAME_ARN, key: "aws:PrincipalArn", values: [...principals, ...anybodyOf] };
};

/** Adds a demand to a statement's Condition; null where each operator already speaks of the key. */
export const demanded = (open: OpenStatement, demand: Demand): readonly JsonEdit[] | null => {
  const added = addition(open, demand);
  return added === null ? null : [{ op: "add", ...added }];
};

interface Addition {
  readonly path: Pointer;
  readonly value: EditValue;
}

const addition = ({ at, raw }: OpenStatement, demand: Demand): Addition | null => {
  const path = below(at, "Condition");
  const value = oneOrList(demand.values);
  const condition = raw["Condition"];
  if (condition === undefined) {
    const [operator] = demand.operators;
    return operator === undefined ? null : { path, value: { [operator]: { [demand.key]: value } } };
  }
  if (!isObject(condition)) return null;
  for (const operator of demand.operators) {
    const keys = condition[operator];
    if (keys === undefined) return { path: below(path, operator), value: { [demand.key]: value } };
    if (isObject(keys) && !Object.keys(keys).some((key) => key.toLowerCase() === demand.key.toLowerCase()))
      return { path: below(below(path, operator), demand.key), value };
  }
  return null;
};

/** A copy of the statement with another principal and one more demand; its Sid stays with the original. */
export const copyFor = (open: OpenStatement, principal: EditValue, demand: Demand): EditValue | null => {
  const raw = Object.fromEntries(
    Object.entries(open.raw)
      .filter(([name]) => name !== "Sid")
      .map(([name, value]) => [name, name === "Principal" ? principal : value]),
  );
  const added = addition({ ...open, raw, at: "" }, demand);
  return added === null ? null : grown(raw, added.path.slice(1).split("/"), added.value);
};

/** Puts the value where the path leads; its last step is new. No step of these paths has an escape. */
const grown = (value: EditValue, [token, ...rest]: readonly string[], added: EditValue): EditValue => {
  if (token === undefined) return added;
  const members: Readonly<Record<string, EditValue>> = isObject(value) ? value : {};
  return { ...members, [token]: grown(members[token] ?? {}, rest, added) };
};
