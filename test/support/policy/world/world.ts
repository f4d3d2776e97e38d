import type { Request } from "../../../../src/policy/evaluate/request.ts";
import { expand } from "../../../../src/policy/evaluate/variables.ts";
import { plain } from "../../../../src/policy/evaluate/pattern.ts";
import type { Policy } from "../../../../src/policy/shapes.ts";
import type { AskedAction, Question } from "../../../../src/policy/question.ts";
import { actions } from "./actions.ts";
import { callers } from "./callers.ts";
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
  /** Bits of the statements that cannot match it, wherever it comes from. */
  readonly fails: number;
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

/** What direct callers choose beside who they are: all of them, those with temporary credentials, those in a role. */
interface Choices {
  readonly all: readonly (readonly Part[])[];
  readonly temporary: readonly (readonly Part[])[];
  readonly role: readonly (readonly Part[])[];
}

const choices = (policies: readonly Policy[]): Choices => ({
  all: [
    ...tagKeys(policies).map((key) => freeText(policies, key, true)),
    ...headers(policies),
    routes(policies),
  ],
  temporary: [mfa(policies)],
  role: ["aws:SourceIdentity", "aws:FederatedProvider"].map((key) => freeText(policies, key, true)),
});

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
  const chosen = choices(policies);
  for (const caller of callers(policies, names, question))
    for (const { action, fails, content } of asked) {
      if ((allows & ~fails & ~(caller.fails ?? 0)) === 0) continue;
      for (const moment of moments) {
        const issued = caller.temporary
          ? tokens(policies, String(moment.context["aws:CurrentTime"]))
          : NOWHERE;
        const dimensions = [
          [caller],
          everywhere,
          [moment],
          issued,
          organisation,
          ...chosen.all,
          ...(caller.temporary ? chosen.temporary : []),
          ...(caller.role ? chosen.role : []),
          ...content,
        ];
        for (const part of product(dimensions, fails, allows))
          yield scene(caller.principal, action.name, question.resource, part, places);
      }
    }
  const open = addresses(policies, question);
  const acting = sources(policies, names, question);
  const straight: Part = { mark: "", context: { "aws:ViaAWSService": "false" } };
  for (const service of services(policies, names, question.resource.split(":")[1] ?? "aws"))
    for (const { action, fails, content } of asked) {
      const dimensions = [
        [service],
        acting,
        everywhere,
        moments,
        [straight],
        ...headers(policies),
        ...content,
      ];
      for (const part of product(dimensions, fails, allows))
        yield scene(service.principal ?? "", action.name, question.resource, part, open);
    }
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

/** A request of its parts; free texts that speak of other keys get their values. */
const scene = (
  principal: string,
  action: string,
  resource: string,
  { context, fails = 0 }: Part,
  places: readonly Part[],
): Scene => {
  const request: Request = { principal, action, resource, context };
  const open = Object.entries(context).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1].startsWith(TO_EXPAND),
  );
  if (open.length === 0) return { request, places, fails };
  const values = open.map(([key, value]) => {
    const said = expand(value.slice(1), "2012-10-17", request);
    return [key, said === null ? "unset" : plain(said)];
  });
  return { request: { ...request, context: { ...context, ...Object.fromEntries(values) } }, places, fails };
};

const joined = (a: Part, b: Part): Part => ({
  mark: "",
  context: { ...a.context, ...b.context },
  fails: (a.fails ?? 0) | (b.fails ?? 0),
});

/**
 * Every choice of one part from each dimension, joined, but those under which no Allow can match any more.
 *
 * @param fails bits of statements that are out already
 */
const product = (
  dimensions: readonly (readonly Part[])[],
  fails: number,
  allows: number,
): Generator<Part> => {
  const only = dimensions
    .flatMap((dimension) => (dimension.length === 1 ? dimension : []))
    .reduce(joined, { mark: "", context: {}, fails });
  return choose(
    only,
    dimensions.filter((dimension) => dimension.length > 1),
    allows,
  );
};

function* choose(
  chosen: Part,
  [first, ...rest]: readonly (readonly Part[])[],
  allows: number,
): Generator<Part> {
  if ((allows & ~(chosen.fails ?? 0)) === 0) return;
  if (first === undefined) yield chosen;
  else for (const part of first) yield* choose(joined(chosen, part), rest, allows);
}
