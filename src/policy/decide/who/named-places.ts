import type { Party as ReachParty } from "../../question.ts";
import { blocks, covers } from "../../sets/addresses.ts";
import { textPredicate, type Predicate } from "../compile/predicate.ts";
import { GLOBAL_CONDITION_KEYS, type ConditionKey } from "../keys/condition-key.ts";
import { comparedWith, namedAccounts, namesOf, OWN_ORGANIZATION } from "../request/named-or-trusted.ts";
import { arnField } from "../keys/projection.ts";
import type { Operand } from "../compile/operand.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import type { Environment } from "../request/environment.ts";

/** Whose variables are accounts: parties of their own. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set(["principal", "source"]);

const isPlace = ({ restricts, behind, variable, format, meaning }: ConditionKey): boolean =>
  restricts &&
  behind === "text" &&
  !OF_ACCOUNTS.has(variable) &&
  (format !== "ARN" || meaning?.class === "network");

const kindOf = ({ meaning, format }: ConditionKey): ReachParty["kind"] =>
  meaning?.class === "network"
    ? "network"
    : format === "service name"
      ? "service"
      : format === "organization path"
        ? "organization"
        : "principal";

/** Keys whose values policies name to say where a request comes from: of each variable, the first in the table. */
const PLACES: readonly { readonly key: string; readonly kind: ReachParty["kind"] }[] = [
  ...new Map(
    [...GLOBAL_CONDITION_KEYS.values()]
      .filter(isPlace)
      .toReversed()
      .map((key) => [key.variable, { key: key.name, kind: kindOf(key) }]),
  ).values(),
].toReversed();

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
    const id = idsIn(key, value(key)).find((one) => isNamed(one, key, environment));
    if (id === undefined) return [];
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

/** Predicates that are true only in the very places that a request comes from. */
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
      .filter((key) => !here.some(({ without }) => without.key.id === key.id))
      .map((key) =>
        not(environment, key.name, [
          ...all,
          ...comparedWith(environment, key.id),
          ...(key.name === VPC_ARN ? namedAccounts(environment) : []),
        ]),
      ),
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
      : key === VPC_ARN
        ? { form: "glob", patterns: ids.map((id) => (isAccount(id) ? `arn:*:ec2:*:${id}:vpc/*` : id)) }
        : { form: "exact", texts: ids, fold: false };
  return textPredicate(environment.find(key), operand, false);
};

const VPC_ARN = "aws:SourceVpcArn";

const isAccount = (text: string): boolean => /^\d{12}$/.test(text);

/**
 * What may be named of a value. A session's name behind the unique id says nothing, and an account in its place is no place;
 * of a VPC's ARN the account may be named alone.
 */
const idsIn = (key: string, value: string | undefined): readonly string[] => {
  if (value === undefined) return [];
  if (key === VPC_ARN) return [value, arnField(value, 4)];
  if (key !== "aws:userid") return [value];
  const [id = ""] = value.split(":");
  return isAccount(id) ? [] : [id];
};

const isNamed = (id: string, key: string, environment: Environment): boolean => {
  const { organizations, others, ids } = namesOf(environment);
  return (
    organizations.has(id) ||
    others.has(id) ||
    ids.has(id) ||
    (key === VPC_ARN && namedAccounts(environment).includes(id)) ||
    comparedWith(environment, key.toLowerCase()).includes(id)
  );
};

const asWritten = (id: string): string => (id === OWN_ORGANIZATION ? "${aws:ResourceOrgID}" : id);
