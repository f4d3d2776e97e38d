import type { Party as ReachParty } from "../../question.ts";
import { blocks, covers } from "../../sets/addresses.ts";
import { textClause, type Clause } from "../compile/predicate.ts";
import { namesOf, OWN_ORGANISATION } from "../request/named-in-policies.ts";
import type { Operand } from "../compile/operand.ts";
import type { State } from "../request/symbolic-request.ts";
import { valuesOf, type Ask } from "../request/assignment.ts";
import type { World } from "../request/environment.ts";

/** Ids that a request has and a policy names, with the clause that leaves them out. */
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

/** Where a request comes from that a policy names, and the clause that is true in no such place. */
export interface NamedPlace {
  readonly party: ReachParty;
  readonly without: Clause;
}

export const placesOf = (world: World, ask: Ask, state: State): readonly NamedPlace[] => {
  const names = namesOf(world);
  const value = (key: string): string | undefined => valuesOf(ask, state, world.find(key))?.[0];
  const ids = PLACES.flatMap(({ key, kind }): readonly NamedPlace[] => {
    // A session's name behind the unique id says nothing.
    const id = value(key)?.split(":")[0];
    if (id === undefined || !isNamed(id, world)) return [];
    return [{ party: { kind, name: asWritten(id) }, without: not(world, key, [id]) }];
  });
  const address = value("aws:SourceIp");
  const block =
    address === undefined ? undefined : names.networks.find((one) => covers(blocks([one]), address));
  if (block === undefined) return ids;
  const without = textClause(
    world.find("aws:SourceIp"),
    { form: "addresses", addresses: blocks([block]) },
    false,
  );
  return [...ids, { party: { kind: "network", name: block }, without }];
};

/** Clauses that are true only in the very places that a request comes from. */
export const samePlace = (world: World, ask: Ask, state: State): readonly Clause[] => {
  const here = placesOf(world, ask, state);
  const names = namesOf(world);
  const all = [...names.organizations, ...names.ids, ...names.others];
  return [
    ...here.map(({ without }) => ({
      ...without,
      // Who calls himself needs no service.
      whenMissing: without.slot.variable === "service",
      every: !without.every,
      sign: !without.sign,
    })),
    ...PLACES.map(({ key }) => world.find(key))
      .filter((slot) => !here.some(({ without }) => without.slot.key === slot.key))
      .map((slot) => not(world, slot.name, all)),
    ...(here.some(({ without }) => without.slot.variable === "aws:sourceip")
      ? []
      : [
          textClause(
            world.find("aws:SourceIp"),
            { form: "addresses", addresses: blocks(names.networks) },
            false,
          ),
        ]),
  ];
};

const not = (world: World, key: string, ids: readonly string[]): Clause => {
  const operand: Operand =
    key === "aws:userid"
      ? { form: "glob", patterns: ids.flatMap((id) => [id, `${id}:*`]) }
      : { form: "exact", texts: ids, fold: false };
  return textClause(world.find(key), operand, false);
};

const isNamed = (id: string, world: World): boolean => {
  const { organizations, others, ids } = namesOf(world);
  return organizations.has(id) || others.has(id) || ids.has(id);
};

const asWritten = (id: string): string => (id === OWN_ORGANISATION ? "${aws:ResourceOrgID}" : id);
