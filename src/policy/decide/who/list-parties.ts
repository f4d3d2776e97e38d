import { byCodeUnits } from "../../../text/order.ts";
import type { Party as ReachParty } from "../../question.ts";
import { textPredicate, type Predicate } from "../compile/predicate.ts";
import { exactTexts } from "../compile/operand.ts";
import { seek, type Granted, type Query } from "../search/query.ts";
import type { Classification } from "./classify.ts";
import { outsiders, seekAccount } from "./named-account.ts";
import { DEPUTY, inAccount, LIMITED, SERVICE, type CallerClass } from "../request/caller-class.ts";
import { isTrustedOrganization, namedAccounts } from "../request/named-or-trusted.ts";
import { placesOf } from "./named-places.ts";

const ORDER: readonly ReachParty["kind"][] = [
  "everyone",
  "account",
  "principal",
  "organization",
  "network",
  "service",
  "federation",
];

const compare = (a: ReachParty, b: ReachParty): number =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || byCodeUnits(a.name, b.name);

/** Everybody besides owner and trusted who can reach the resource, as the policies call them. */
export const listParties = (query: Query, classification: Classification): readonly ReachParty[] => {
  if (classification.exposure === "exposed") return [{ kind: "everyone", name: "*" }];
  if (classification.exposure === "private") return [];
  const all = [
    ...outsiders(query).flatMap((account) => inside(query, account)),
    ...places(query),
    ...services(query),
  ];
  return [...new Map(all.map((party) => [`${party.kind} ${party.name}`, party])).values()].sort(compare);
};

const oneOf = (query: Query, key: string, texts: readonly string[], sign: boolean): Predicate =>
  textPredicate(query.environment.find(key), { form: "exact", texts, fold: false }, sign);

/** The account, where somebody in it can whom no policy names; else those who are named. */
const inside = (query: Query, account: string): readonly ReachParty[] => {
  if (seekAccount(query, account).granted === null) return [];
  const named = principalsIn(query, account);
  const others = { ...inAccount(account), given: [oneOf(query, "aws:PrincipalArn", named, false)] };
  if (named.length === 0 || seek(query, others).granted !== null) return [{ kind: "account", name: account }];
  const can = named.filter(
    (name) =>
      seek(query, { ...inAccount(account), given: [oneOf(query, "aws:PrincipalArn", [name], true)] })
        .granted !== null,
  );
  return can.length === 0
    ? [{ kind: "account", name: account }]
    : can.map((name) => ({ kind: "principal", name }));
};

const principalsIn = (query: Query, account: string): readonly string[] =>
  [
    ...new Set(
      query.environment.policies.flatMap((policy) =>
        policy.statements.flatMap((statement) => [
          ...statement.principal.entries.map((entry) => entry.text),
          ...statement.conditions.flatMap((condition) => condition.values.map((value) => value.text)),
        ]),
      ),
    ),
  ].filter(
    (text) =>
      /^arn:[a-z-]+:(?:iam|sts)::\d{12}:(?:user|role|federated-user)\/[^*?$]+$/.test(text) &&
      text.split(":")[4] === account,
  );

/** Far more than any report lists; each takes one search. */
const MOST = 32;

/** Organisations, networks and unique ids: one request after the other, each without the places of those before. */
const places = (query: Query): readonly ReachParty[] => {
  const found: ReachParty[] = [];
  let given: readonly Predicate[] = [];
  for (let left = MOST; left > 0; left -= 1) {
    const { granted } = seek(query, { ...LIMITED, given });
    if (granted === null) return found;
    const here = placesOf(query.environment, granted.context, granted.request);
    const first = here[0];
    if (first === undefined) return found;
    found.push(...here.map((one) => one.party));
    given = [...given, first.without];
  }
  return found;
};

/**
 * AWS services by name, `*` where any of them can, for anybody's resource or for the owner's; and the organisations whose
 * resources they can act for.
 */
const services = (query: Query): readonly ReachParty[] => {
  const named = namedServices(query);
  const can = named.filter(
    (name) => seek(query, { ...SERVICE, given: [oneOf(query, SERVICE_NAME, [name], true)] }).granted !== null,
  );
  const others = { ...SERVICE, given: [oneOf(query, SERVICE_NAME, named, false)] };
  const any = seek(query, { ...DEPUTY, given: others.given }).granted !== null;
  const owned = any ? null : seek(query, others).granted;
  return [
    ...can.map((name): ReachParty => ({ kind: "service", name })),
    ...(any ? [{ kind: "service", name: "*" } as const] : []),
    ...(owned === null ? [] : sourcesOf(query, others, owned)),
  ];
};

/** Where a service calls from, and for whom; the service itself, where that is the owner or a friend, and no place. */
const sourcesOf = (query: Query, others: CallerClass, owned: Granted): readonly ReachParty[] => {
  const { environment } = query;
  const { owner, trust } = environment;
  const placesFor = ({ context, request }: Granted): readonly ReachParty[] =>
    placesOf(environment, context, request).map(({ party }) => party);
  const strange = (parties: readonly ReachParty[]): readonly ReachParty[] =>
    parties.filter(({ name }) => !isTrustedOrganization(environment, name));
  const all = placesFor(owned);
  const accounts = [owner, ...namedAccounts(environment).filter((id) => trust.accounts.includes(id))];
  const isFriendly =
    (all.length > 0 && strange(all).length === 0) ||
    accounts.some((account) => {
      const { granted } = seek(query, { ...others, source: { account } });
      return granted !== null && placesFor(granted).length === 0;
    });
  return isFriendly ? [...strange(all), { kind: "service", name: "*" }] : strange(all);
};

const SERVICE_NAME = "aws:PrincipalServiceName";

/** The services that the Allows call by name. */
const namedServices = (query: Query): readonly string[] => [
  ...new Set(
    query.allows.flatMap((allow) => [
      ...allow.statement.principal.entries
        .filter((entry) => entry.type === "Service")
        .map((entry) => entry.text),
      ...allow
        .predicates()
        .all.filter(({ key, sign }) => key.variable === "service" && sign)
        .flatMap(({ operand }) => exactTexts(operand) ?? []),
    ]),
  ),
];
