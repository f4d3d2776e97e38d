import type { Request } from "../../../../src/policy/evaluate/request.ts";
import { expand } from "../../../../src/policy/evaluate/variables.ts";
import { plain } from "../../../../src/policy/evaluate/pattern.ts";
import type { Policy } from "../../../../src/policy/shapes.ts";
import type { AskedAction, Question } from "../../../../src/policy/question.ts";
import { actions } from "./actions.ts";
import { callers, type Caller } from "./callers.ts";
import { freeText, list, tagKeys } from "./chosen.ts";
import type { Names } from "./names.ts";
import { addresses, networks } from "./networks.ts";
import { organisations } from "./organisations.ts";
import { bits, distinct, TO_EXPAND, type Part } from "./part.ts";
import { services, sources } from "./services.ts";
import { mfa, routes, times, tokens } from "./times.ts";
import { mentions } from "./values.ts";

/** A request without its place in the network, and the places it may come from. */
export interface Scene {
  readonly request: Request;
  readonly places: readonly Part[];
}

const OPTIONAL_CONTENT = [
  "ses:FeedbackAddress",
  "ses:FromDisplayName",
  "ses:MultiRegionEndpointId",
  "ses:TenantName",
];
const NOWHERE: readonly Part[] = [{ mark: "", context: {} }];

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
      ? list(policies, key, false)
      : freeText(policies, key, OPTIONAL_CONTENT.includes(key)),
  );

const headers = (policies: readonly Policy[]): readonly (readonly Part[])[] =>
  ["aws:UserAgent", "aws:Referer"].map((key) => freeText(policies, key, true));

const chosenBy = (policies: readonly Policy[], caller: Caller): readonly (readonly Part[])[] => [
  ...tagKeys(policies).map((key) => freeText(policies, key, true)),
  ...headers(policies),
  routes(policies),
  ...(caller.temporary ? [mfa(policies)] : []),
  ...(caller.role
    ? [freeText(policies, "aws:SourceIdentity", true), freeText(policies, "aws:FederatedProvider", true)]
    : []),
];

/** Every request that the policies can tell apart, by whoever may call: direct callers first, then services. */
export function* scenes(policies: readonly Policy[], names: Names, question: Question): Generator<Scene> {
  const allows = bits(policies, (statement) => statement.effect === "Allow");
  const asked = actions(policies, question).map(({ action, fails }) => ({
    action,
    fails,
    content: content(policies, action),
  }));
  const everywhere = fixed(policies, question, [...names.organisations]);
  const moments = times(policies, question);
  const places = withEndpointOrganisations(policies, names, question);
  const organisation = organisations(
    policies,
    names,
    question,
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
  );
  for (const caller of callers(policies, names, question)) {
    if ((allows & ~(caller.fails ?? 0)) === 0) continue;
    const chosen = chosenBy(policies, caller);
    for (const { action, fails, content } of asked)
      for (const moment of moments) {
        const issued = caller.temporary
          ? tokens(policies, String(moment.context["aws:CurrentTime"]))
          : NOWHERE;
        const dimensions = [[caller], everywhere, [moment], issued, organisation, ...chosen, ...content];
        for (const parts of product(dimensions, fails, allows))
          yield { request: request(caller.principal, action.name, question.resource, parts), places };
      }
  }
  const open = addresses(policies, question);
  const acting = sources(policies, names, question);
  const straight: Part = { mark: "", context: { "aws:ViaAWSService": "false" } };
  for (const service of services(policies, names, question.resource.split(":")[1] ?? "aws"))
    for (const { action, fails, content } of asked)
      for (const parts of product(
        [[service], acting, everywhere, moments, [straight], ...headers(policies), ...content],
        fails,
        allows,
      ))
        yield {
          request: request(service.principal ?? "", action.name, question.resource, parts),
          places: open,
        };
}

/** An endpoint may belong to an organisation of its own. */
const withEndpointOrganisations = (
  policies: readonly Policy[],
  names: Names,
  question: Question,
): readonly Part[] => {
  const places = networks(policies, names, question);
  if (!mentions(policies, "aws:VpceOrgID", "aws:VpceOrgPaths")) return places;
  const of = organisations(policies, names, question, "aws:VpceOrgID", "aws:VpceOrgPaths");
  return places.flatMap((place) =>
    place.context["aws:SourceVpce"] === undefined
      ? [place]
      : of.map((one) => ({ ...place, context: { ...place.context, ...one.context } })),
  );
};

/** Joins parts; free texts that speak of other keys get their values. */
const request = (principal: string, action: string, resource: string, parts: readonly Part[]): Request => {
  const context: Record<string, string | readonly string[]> = {};
  for (const part of parts) Object.assign(context, part.context);
  for (const [key, value] of Object.entries(context)) {
    if (typeof value !== "string" || !value.startsWith(TO_EXPAND)) continue;
    const said = expand(value.slice(1), "2012-10-17", { principal, action, resource, context });
    context[key] = said === null ? "unset" : plain(said);
  }
  return { principal, action, resource, context };
};

/**
 * Every choice of one part from each dimension, but those under which no Allow can match any more.
 *
 * @param fails bits of statements that are out already
 */
function* product(
  dimensions: readonly (readonly Part[])[],
  fails: number,
  allows: number,
  chosen: readonly Part[] = [],
): Generator<readonly Part[]> {
  if ((allows & ~fails) === 0) return;
  const [first, ...rest] = dimensions;
  if (first === undefined) yield chosen;
  else for (const part of first) yield* product(rest, fails | (part.fails ?? 0), allows, [...chosen, part]);
}
