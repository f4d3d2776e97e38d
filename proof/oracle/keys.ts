import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { callers, type Callers } from "./callers.ts";
import { actionChoices, content, freeText, tag, type ActionChoice } from "./content.ts";
import { endpoints } from "./endpoints.ts";
import { isNone } from "./glob.ts";
import { always, flag, single, type Chosen, type Key } from "./key.ts";
import { notCovered } from "./not-covered.ts";
import { mentioned } from "./mentions.ts";
import { ownersOrganisations, type Excluded } from "./excluded.ts";
import { organisation } from "./organisations.ts";
import { credentials, route, times } from "./session.ts";
import { sources } from "./sources.ts";
import { and, implies, leaf, not, TRUE, type Term } from "./term.ts";
import { literal, text, type Variable } from "./text.ts";

/** A request that z3 chooses: everything that the policies ask for, and what ties it together. */
export interface Open {
  readonly callers: Callers;
  /** By name in lower case; `null` for one that is never there. aws:SourceIp is not among them: it comes by place. */
  readonly keys: ReadonlyMap<string, Key | null>;
  readonly actions: readonly ActionChoice[];
  /** The call comes through a VPC endpoint; else from a public address. */
  readonly endpoint: Term;
  readonly variables: readonly Variable[];
}

export const open = (policies: readonly Policy[], excluded: Excluded, question: Question): Open => {
  const caller = callers(excluded, question);
  const { choices, variable } = actionChoices(question);
  const [, partition = "", , region = ""] = question.resource.split(":");
  const people = not(caller.service);
  const endpoint = leaf("endpoint");
  const fixed = Object.entries({
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": region,
    "aws:ResourceAccount": question.owner,
  });
  const chosen: readonly Chosen[] = [
    ...caller.keys.map((key) => ({ key, variables: [] })),
    ...fixed.map(([name, value]) => ({ key: single(name, TRUE, always(literal(value))), variables: [] })),
    ownersOrganisation(ownersOrganisations(policies, question)),
    ...organisation("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", people, excluded.organisations),
    ...organisation("aws:SourceOrgID", "aws:SourceOrgPaths", caller.service, excluded.organisations),
    ...organisation("aws:VpceOrgID", "aws:VpceOrgPaths", endpoint, excluded.endpointOwners),
    ...endpoints(endpoint, excluded),
    ...sources(caller, excluded, partition),
    ...times(caller, question.now),
    ...credentials(policies, caller),
    ...route(policies, caller),
    ...["aws:UserAgent", "aws:Referer"].map((name) => freeText(policies, name, TRUE)),
    ...content(policies, question, choices),
  ];
  const asked = withCompanions([...CALLER, ...mentioned(policies)])
    .filter((name) => name !== "aws:sourceip")
    .map((name) => [name, choose(name, chosen) ?? rare(policies, name, people)] as const);
  return {
    callers: caller,
    keys: new Map(asked.map(([name, one]) => [name, one?.key ?? null])),
    actions: choices,
    endpoint,
    variables: [
      ...caller.variables,
      variable,
      { names: ["endpoint"], sort: "Bool", domain: implies(endpoint, people) },
      ...asked.flatMap(([, one]) => one?.variables ?? []),
    ],
  };
};

/** Principal elements are compared with these. */
const CALLER = ["aws:principalaccount", "aws:principalarn"];

/** Keys that are there together: where policies ask for one, a request is only whole with the others. */
const COMPANIONS: readonly (readonly string[])[] = [
  ["aws:principalorgid", "aws:principalorgpaths"],
  ["aws:sourceorgid", "aws:sourceorgpaths"],
  ["aws:vpceorgid", "aws:vpceorgpaths", "aws:sourceip"],
  ["aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"],
  ["aws:multifactorauthpresent", "aws:multifactorauthage", "aws:tokenissuetime"],
  ["aws:tokenissuetime", "aws:currenttime"],
  ["aws:viaawsservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast"],
];

const withCompanions = (names: readonly string[]): readonly string[] => [
  ...new Set([...names, ...COMPANIONS.filter((group) => group.some((name) => names.includes(name))).flat()]),
];

const choose = (name: string, chosen: readonly Chosen[]): Chosen | undefined =>
  chosen.find(({ key }) => key.name.toLowerCase() === name);

/** Keys that a request may carry, of which the encoding knows nothing. What else is not known is never there. */
const UNKNOWN = /^aws:(?:ec2instancesource|resourcetag\/|resourceorgpaths$)/;
const TAG = "aws:principaltag/";

const rare = (policies: readonly Policy[], name: string, people: Term): Chosen | null => {
  if (name.startsWith(TAG)) return tag(policies, `aws:PrincipalTag/${name.slice(TAG.length)}`, people);
  if (UNKNOWN.test(name)) throw notCovered(`the key ${name}`);
  return null;
};

/** The organisation of the owner, if he is in any. */
const ownersOrganisation = (possible: readonly string[]): Chosen => {
  const member = flag("owner/member");
  const id = text("owner/organisation", "lower", 32, 10);
  const texts = [literal("o-"), id.text];
  return {
    key: single("aws:ResourceOrgID", member.is, always(...texts)),
    variables: [
      member.variable,
      {
        ...id.variable,
        domain: and(id.variable.domain, not(isNone(texts, possible))),
      },
    ],
  };
};
