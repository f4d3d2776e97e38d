import type { Party as ReachParty } from "../../question.ts";
import { blocks, covers } from "../../sets/addresses.ts";
import { textPredicate, type Predicate } from "../compile/predicate.ts";
import { namesOf, OWN_ORGANISATION } from "../request/named-in-policies.ts";
import type { Operand } from "../compile/operand.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import type { Environment } from "../request/environment.ts";

/** Ids that a request has and a policy names, with the predicate that leaves them out. */
const PLACES: readonly { readonly key: string; readonly kind: ReachParty["kind"] }[] = [
  { key: "aws:PrincipalOrgID", kind: "organization" },
  { key: "aws:userid", kind: "principal" },
  { key: "aws:SourceVpce", kind: "network" },
  { key: "aws:SourceVpc", kind: "network" },
  { key: "aws:Ec2InstanceSourceVpc", kind: "network" },
  { key: "aws:VpceOrgID", kind: "network" },
  { key: "aws:SourceOrgID", kind: "organization" },
  { key: "aws:PrincipalServiceName", kind: "service" },
];

/** Where a request comes from that a policy names, and the predicate that is true in no such place. */
export interface NamedPlace {
  readonly party: ReachParty;
  readonly without: Predicate;
}

export const placesOf = (
  environment: Environment,
  context: SearchContext,
  request: SymbolicRequest,
): readonly NamedPlace[] => {
  const names = namesOf(environment);
  const value = (key: string): string | undefined => valuesOf(context, request, environment.find(key))?.[0];
  const ids = PLACES.flatMap(({ key, kind }): readonly NamedPlace[] => {
    // A session's name behind the unique id says nothing.
    const id = value(key)?.split(":")[0];
    if (id === undefined || !isNamed(id, environment)) return [];
    return [{ party: { kind, name: asWritten(id) }, without: not(environment, key, [id]) }];
  });
  const address = value("aws:SourceIp");
  const block =
    address === undefined ? undefined : names.networks.find((one) => covers(blocks([one]), address));
  if (block === undefined) return ids;
  const without = textPredicate(
    environment.find("aws:SourceIp"),
    { form: "addresses", addresses: blocks([block]) },
    false,
  );
  return [...ids, { party: { kind: "network", name: block }, without }];
};

/** Clauses that are true only in the very places that a request comes from. */
export const samePlace = (
  environment: Environment,
  context: SearchContext,
  request: SymbolicRequest,
): readonly Predicate[] => {
  const here = placesOf(environment, context, request);
  const names = namesOf(environment);
  const all = [...names.organizations, ...names.ids, ...names.others];
  return [
    ...here.map(({ without }) => ({
      ...without,
      // Who calls himself needs no service.
      whenMissing: without.key.variable === "service",
      every: !without.every,
      sign: !without.sign,
    })),
    ...PLACES.map(({ key }) => environment.find(key))
      .filter((slot) => !here.some(({ without }) => without.key.id === slot.id))
      .map((slot) => not(environment, slot.name, all)),
    ...(here.some(({ without }) => without.key.variable === "aws:sourceip")
      ? []
      : [
          textPredicate(
            environment.find("aws:SourceIp"),
            { form: "addresses", addresses: blocks(names.networks) },
            false,
          ),
        ]),
  ];
};

const not = (environment: Environment, key: string, ids: readonly string[]): Predicate => {
  const operand: Operand =
    key === "aws:userid"
      ? { form: "glob", patterns: ids.flatMap((id) => [id, `${id}:*`]) }
      : { form: "exact", texts: ids, fold: false };
  return textPredicate(environment.find(key), operand, false);
};

const isNamed = (id: string, environment: Environment): boolean => {
  const { organizations, others, ids } = namesOf(environment);
  return organizations.has(id) || others.has(id) || ids.has(id);
};

const asWritten = (id: string): string => (id === OWN_ORGANISATION ? "${aws:ResourceOrgID}" : id);
