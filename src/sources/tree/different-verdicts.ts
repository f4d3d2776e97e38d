import { filesScopeId } from "../../model/scope.ts";
import type { ResourceRecord } from "../../model/snapshot.ts";
import type { Status } from "../../model/verdict.ts";
import type { DifferentVerdicts } from "../terraform/unloaded-values.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { identityRecord, type WrittenIdentity } from "../written/identity.ts";

/** How a resource would be judged, rule by rule; handed in, because a source does not judge. */
export type StatusesOf = (record: ResourceRecord) => ReadonlyMap<string, Status>;

/** Nothing is worse than a pass: a resource that is not there fails nowhere. */
const RANK: Readonly<Record<Status, number>> = {
  SUCCESS: 0,
  NOT_EVALUATED: 0,
  NEEDS_REVIEW: 1,
  FAILURE: 2,
};

/**
 * Compares the worst status of each declared resource and rule; instances of one block count as one, because a value may
 * choose their keys. Without a judge, any other policy is a difference.
 */
export const differentVerdicts =
  (tree: string, kind: CodeKind, statusesOf: StatusesOf | null): DifferentVerdicts =>
  (before, after) => {
    if (statusesOf === null) return policiesOf(before) !== policiesOf(after);
    const [one, other] = [before, after].map((identities) => worstOf(identities, tree, kind, statusesOf));
    return (
      one === undefined ||
      other === undefined ||
      [...one.keys(), ...other.keys()].some((key) => (one.get(key) ?? 0) !== (other.get(key) ?? 0))
    );
  };

const policiesOf = (identities: readonly WrittenIdentity[]): string =>
  JSON.stringify(
    identities.map(({ arn, address, policies }) => [
      arn,
      address,
      policies.map(({ name, document, unresolved = [] }) => [name, document, unresolved.length]),
    ]),
  );

const worstOf = (
  identities: readonly WrittenIdentity[],
  tree: string,
  kind: CodeKind,
  statusesOf: StatusesOf,
): ReadonlyMap<string, number> => {
  const worst = new Map<string, number>();
  const scope = filesScopeId(tree, kind.service);
  for (const identity of identities) {
    const block = `${identity.file}#${identity.address.replaceAll(/\[[^\]]*\]|@.*/g, "")}`;
    for (const [rule, status] of statusesOf(identityRecord(identity, scope, kind))) {
      const key = `${rule} ${block}`;
      worst.set(key, Math.max(worst.get(key) ?? 0, RANK[status]));
    }
  }
  return worst;
};
