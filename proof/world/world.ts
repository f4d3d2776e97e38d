import { holds } from "../../src/policy/evaluate/condition.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import type { AskedAction, Question } from "../../src/policy/question.ts";
import { isKnownKey } from "../readings/known-keys.ts";
import { actions } from "./actions.ts";
import { accounts, callers, type Caller } from "./callers.ts";
import { freeText, isAddress, list, tagKeys } from "./chosen.ts";
import type { Names } from "./names.ts";
import { addresses, networks, VPC_KEYS } from "./networks.ts";
import { organisations } from "./organisations.ts";
import { bits, distinct, expanded, TO_EXPAND, type Part } from "./part.ts";
import { contextOf, plan, product, weigh, type Chosen, type Plan } from "./product.ts";
import { roleSession, servers, signIn } from "./sessions.ts";
import { services, sources } from "./services.ts";
import { mfa, routes, times, tokens } from "./times.ts";
import { mentions, valuesFor } from "./values.ts";
import { instances } from "./globs.ts";

/** A request without its place in the network, and the places it may come from. */
export interface Scene {
  readonly request: Request;
  readonly places: readonly Part[];
  /** Bits of the statements that cannot match it, wherever it comes from. */
  readonly fails: number;
}

const OPTIONAL_CONTENT = [
  "ses:FeedbackAddress",
  "ses:FromDisplayName",
  "ses:MultiRegionEndpointId",
  "ses:TenantName",
];

const ADDRESSES = ["ses:FromAddress", "ses:FeedbackAddress"];

/** Made when it is first asked for: many policies let nobody get so far. */
const lazy = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

/** What is the same for every request on a resource; the owner's organisation, which is not known, is any that is named or none. */
const fixed = (
  policies: readonly Policy[],
  question: Question,
  ownersOrganisations: readonly string[],
): readonly Part[] => {
  const context = {
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": question.resource.split(":")[3] ?? "",
    "aws:ResourceAccount": question.owner,
  };
  const parts = [
    { mark: "", context },
    ...ownersOrganisations.map((id) => ({ mark: "", context: { ...context, "aws:ResourceOrgID": id } })),
  ];
  return distinct(parts, [...Object.keys(context), "aws:ResourceOrgID"], policies);
};

const content = (policies: readonly Policy[], action: AskedAction): readonly (readonly Part[])[] =>
  action.keys.map((key) =>
    key === "ses:Recipients"
      ? list(policies, key, false, isAddress)
      : key === "ses:ApiVersion"
        ? distinct(
            ["1", "2"].map((version) => ({ mark: "", context: { [key]: version } })),
            [key],
            policies,
          )
        : freeText(
            policies,
            key,
            OPTIONAL_CONTENT.includes(key),
            ADDRESSES.includes(key) ? isAddress : undefined,
          ),
  );

const headers = (policies: readonly Policy[]): readonly (readonly Part[])[] =>
  // Every request has a user agent (IAM user guide, aws:UserAgent).
  [freeText(policies, "aws:UserAgent", false), freeText(policies, "aws:Referer", true)];

/** What direct callers choose beside who they are: all of them, those with temporary credentials, those in a role. */
interface Choices {
  readonly all: readonly (readonly Part[])[];
  readonly temporary: readonly (readonly Part[])[];
  readonly role: readonly (readonly Part[])[];
}

const choices = (policies: readonly Policy[], partition: string): Choices => ({
  all: [
    ...tagKeys(policies).map((key) => freeText(policies, key, true)),
    ...headers(policies),
    routes(policies),
    servers(policies),
    ...signIn(policies, partition),
  ],
  temporary: [mfa(policies)],
  role: [
    ...["aws:SourceIdentity", "aws:FederatedProvider"].map((key) => freeText(policies, key, true)),
    ...roleSession(policies, partition),
  ],
});

/** Every request that the policies can tell apart, by whoever may call: direct callers first, then services. */
export function* scenes(policies: readonly Policy[], names: Names, question: Question): Generator<Scene> {
  const never = neverMet(policies, question);
  const allows = bits(policies, (statement) => statement.effect === "Allow") & ~never;
  if (allows === 0) return;
  const weighed = weigh(policies);
  const asking = { resource: question.resource, context: {} };
  const asked = actions(policies, question).map(({ action, fails }) => ({
    action,
    fails: fails | never,
    content: lazy(() => content(policies, action)),
  }));
  const everywhere = lazy(() => fixed(policies, question, [...names.organisations]));
  const moments = times(policies, question);
  const places = lazy(() => withEndpointOrganisations(policies, names, question));
  const organisation = lazy(() =>
    organisations(policies, names, question, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"),
  );
  const choice = lazy(() => choices(policies, question.resource.split(":")[1] ?? "aws"));
  const plans = new Map<string, Plan>();
  const planFor = ({ action, content }: (typeof asked)[number], moment: Part, caller: Caller): Plan => {
    const time = String(moment.context["aws:CurrentTime"]);
    const name = [action.name, time, caller.temporary, caller.role].join();
    const known =
      plans.get(name) ??
      plan(
        [
          everywhere(),
          ...(caller.temporary ? [tokens(policies, time)] : []),
          organisation(),
          ...choice().all,
          ...(caller.temporary ? choice().temporary : []),
          ...(caller.role ? choice().role : []),
          ...content(),
        ],
        places(),
        weighed,
      );
    plans.set(name, known);
    return known;
  };
  for (const caller of callers(policies, names, question))
    for (const one of asked) {
      if ((allows & ~one.fails & ~(caller.fails ?? 0)) === 0) continue;
      for (const moment of moments) {
        const request = { ...asking, principal: caller.principal, action: one.action.name };
        for (const chosen of product(request, planFor(one, moment, caller), [caller, moment], one.fails))
          yield scene(request, chosen, places());
      }
    }
  const straight: Part = { mark: "", context: { "aws:ViaAWSService": "false" } };
  const called = services(policies, names, question.resource.split(":")[1] ?? "aws").filter(
    (service) => (allows & ~(service.fails ?? 0)) !== 0,
  );
  if (called.length === 0) return;
  const open = addresses(policies, question);
  const acting = sources(policies, names, question);
  const planned = asked.map((one) => ({
    ...one,
    plan: plan([acting, everywhere(), moments, ...headers(policies), ...one.content()], open, weighed),
  }));
  for (const service of called)
    for (const { action, fails, plan } of planned) {
      const request = { ...asking, principal: service.principal ?? "", action: action.name };
      for (const chosen of product(request, plan, [service, straight], fails))
        yield scene(request, chosen, open);
    }
}

/** Bits for the statements with a condition that is false wherever its key is missing, on a key that no request has. */
const neverMet = (policies: readonly Policy[], { keys }: Question): number => {
  const ofService = keys.map(({ name }) => name);
  const nothing = { principal: "", action: "", resource: "", context: {} };
  return bits(policies, ({ conditions }, { version }) =>
    conditions.some(
      (condition) => !isKnownKey(condition.key, ofService) && !holds(condition, version, nothing),
    ),
  );
};

/** An endpoint may belong to an organisation of its own. */
const withEndpointOrganisations = (
  policies: readonly Policy[],
  names: Names,
  question: Question,
): readonly Part[] => {
  const places = withEndpointAccounts(policies, names, question);
  if (!mentions(policies, "aws:VpceOrgID", "aws:VpceOrgPaths")) return places;
  const of = organisations(policies, names, question, "aws:VpceOrgID", "aws:VpceOrgPaths");
  return places.flatMap((place) =>
    place.context["aws:SourceVpce"] === undefined
      ? [place]
      : of.map((one) => ({ ...place, context: { ...place.context, ...one.context } })),
  );
};

/** An endpoint belongs to an account; whether AWS says so for a service, by one key or by both, is not sure. */
const withEndpointAccounts = (
  policies: readonly Policy[],
  names: Names,
  question: Question,
): readonly Part[] => {
  const places = networks(policies, names, question);
  const keys = ["aws:VpceAccount", "aws:SourceVpcArn"];
  if (!mentions(policies, ...keys)) return places;
  const partition = question.resource.split(":")[1] ?? "aws";
  const of = accounts(policies, names, question).flatMap((account) =>
    endpointArns(policies, partition, account).map((arn) => ({ account, arn })),
  );
  const owned = places.flatMap((place): readonly Part[] =>
    place.context["aws:SourceVpce"] === undefined
      ? []
      : of.flatMap(({ account, arn }): readonly Part[] => {
          const vpc = arn.split("/")[1] ?? "";
          const mark = `${place.mark}+${account}+${vpc}`;
          const within = { ...place.context, "aws:SourceVpc": vpc };
          return [
            { mark, context: { ...within, "aws:VpceAccount": account, "aws:SourceVpcArn": arn } },
            { mark: `${mark}+account`, context: { ...within, "aws:VpceAccount": account } },
            { mark: `${mark}+arn`, context: { ...within, "aws:SourceVpcArn": arn } },
          ];
        }),
  );
  // Another VPC than the place's own meets other conditions.
  return [...places, ...distinct(owned, ["aws:SourceIp", ...VPC_KEYS, ...keys], policies)];
};

/** Ids that a pattern of VPC ids admits, among other texts. */
const vpcsLike = (pattern: string): readonly string[] =>
  instances(pattern.toLowerCase(), ["", "0123456789abcdef0", "0123456"], "7").map((one) =>
    one.slice(0, "vpc-".length + 17),
  );

const endpointArns = (policies: readonly Policy[], partition: string, account: string): readonly string[] => [
  ...new Set([
    `arn:${partition}:ec2:us-east-1:${account}:vpc/vpc-0123456789abcdef0`,
    ...valuesFor(policies, "aws:SourceVpc")
      .flatMap(vpcsLike)
      .filter((id) => /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id))
      .map((id) => `arn:${partition}:ec2:us-east-1:${account}:vpc/${id}`),
    ...valuesFor(policies, "aws:SourceVpcArn")
      .map((pattern) => pattern.split(":"))
      .flatMap((fields) =>
        instances(fields.slice(5).join(":"), ["", "vpc-0123456789abcdef0", "0123456789abcdef0"]),
      )
      .filter((rest) => /^vpc\/vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(rest))
      .map((rest) => `arn:${partition}:ec2:us-east-1:${account}:${rest}`),
  ]),
];

/** A request of its parts; free texts that speak of other keys get their values. */
const scene = (bare: Request, { parts, fails }: Chosen, places: readonly Part[]): Scene => {
  const request = { ...bare, context: contextOf(parts) };
  return parts.some((part) => part.open === true)
    ? { request: { ...request, context: settled(request) }, places, fails }
    : { request, places, fails };
};

/** One free text may speak of another; those that wait for each other are never met. */
const settled = (request: Request): Request["context"] => {
  const all = Object.entries(request.context);
  const waiting = new Map(all.filter((one): one is [string, string] => isOpen(one[1])));
  const context = Object.fromEntries(all.filter(([key]) => !waiting.has(key)));
  for (let progress = true; progress;) {
    progress = false;
    for (const [key, text] of waiting) {
      const value = expanded(text, { ...request, context });
      if (value === null) continue;
      context[key] = value;
      waiting.delete(key);
      progress = true;
    }
  }
  for (const key of waiting.keys()) context[key] = "unset";
  return context;
};

const isOpen = (value: string | readonly string[]): boolean =>
  typeof value === "string" && value.startsWith(TO_EXPAND);
