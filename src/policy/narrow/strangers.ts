import type { JsonEdit } from "../../model/remedy.ts";
import type { Statement } from "../shapes.ts";
import { admittedTo } from "./admitted.ts";
import { copyFor, demanded, demandOf, inOrganizations, sourceOf } from "./conditions.ts";
import { inList, labelOf, numberOf, type OpenStatement, type Proposal, type Propose } from "./proposal.ts";
import type { Narrowing } from "./narrowing.ts";
import { isWildcard, namesOf, withoutWildcard, type Admitted } from "./principals.ts";

/** Proposals that keep strangers out of a statement: its principals named, or a condition added. */
export const closedToStrangers =
  (narrowing: Narrowing): Propose =>
  (open) => {
    const admitted = admittedTo(open.statement, narrowing);
    const forServices = asksForSource(open.statement) ? boundToOwner(open, narrowing.owner) : [];
    if (admitted === null) return forServices;
    const byNames = isWildcard(open.statement.principal) ? named(open, admitted, narrowing) : [];
    const byCondition = conditioned(open, admitted, narrowing);
    return [
      ...forServices,
      ...(narrowing.targets.by === "condition" ? [...byCondition, ...byNames] : [...byNames, ...byCondition]),
    ];
  };

const SOURCE = /^aws:source(?:account|arn|owner|org)/i;

/** Whether a statement grants to AWS services alone: it asks for what only a service's request carries. */
export const asksForSource = ({ conditions }: Statement): boolean =>
  conditions.some(
    ({ key, operator, ifExists, qualifier }) =>
      (SOURCE.test(key) || /^aws:PrincipalServiceName/i.test(key)) &&
      !ifExists &&
      qualifier !== "ForAllValues" &&
      !/Not|Null/.test(operator),
  );

/** Ties the services that a statement lets in to the owner. */
export const boundToOwner = (open: OpenStatement, owner: string | null): readonly Proposal[] => {
  if (owner === null) return [];
  const edits = demanded(open, sourceOf(owner));
  if (edits === null) return [];
  return [
    {
      means: "source",
      edits,
      says: `Statement ${labelOf(open.statement, numberOf(open))} asks for aws:SourceAccount ${owner}: services act for the owner alone.`,
      stops: [
        "AWS services that act for other accounts.",
        "Everybody who calls directly: a direct caller never carries aws:SourceAccount.",
      ],
      alternatives: ["aws:SourceArn with the ARN of the one resource that sends ties it closer."],
    },
  ];
};

const named = (open: OpenStatement, admitted: Admitted, narrowing: Narrowing): readonly Proposal[] => {
  const others = open.statement.principal.entries.filter(({ text }) => text !== "*");
  const own = others.length > 0 && admitted.from === "owner" ? [] : namesOf(admitted);
  const services = narrowing.keep.filter(isService);
  const names = [...new Set([...own, ...narrowing.keep.filter((name) => !isService(name))])];
  if (names.length === 0 && admitted.from !== "owner") return [];
  const edits = withoutWildcard(open, names, services);
  if (edits === null) return [];
  const left = [...others.map(({ text }) => text), ...names, ...services];
  const rest = admitted.organizations.length === 0 ? [] : forOrganizations(open, admitted);
  if (rest === null) return [];
  return [
    {
      means: "principals",
      edits: rest.length === 0 ? edits : inList(open, [...edits, ...rest]),
      says: `Statement ${labelOf(open.statement, numberOf(open))} names ${enumerated([...new Set(left)])} in place of "*"${why(admitted)}.`,
      stops: stopsOf(admitted, narrowing),
      alternatives: alternativesOf(admitted, narrowing, "principals"),
    },
  ];
};

/** A second statement for organisations: Principal cannot name them. */
const forOrganizations = (open: OpenStatement, admitted: Admitted): readonly JsonEdit[] | null => {
  const copy = copyFor(open, "*", inOrganizations(admitted.organizations));
  return copy === null ? null : [{ op: "add", path: `/Statement/${numberOf(open) + 1}`, value: copy }];
};

const conditioned = (open: OpenStatement, admitted: Admitted, narrowing: Narrowing): readonly Proposal[] => {
  const demand = narrowing.keep.length > 0 ? null : demandOf(admitted, narrowing.partition);
  if (demand === null) return [];
  const edits = demanded(open, demand);
  if (edits === null) return [];
  return [
    {
      means: "condition",
      edits,
      says: `Statement ${labelOf(open.statement, numberOf(open))} asks for ${demand.key} ${enumerated(demand.values)}${why(admitted)}.`,
      stops: stopsOf(admitted, narrowing),
      alternatives: alternativesOf(admitted, narrowing, "condition"),
    },
  ];
};

/** Names of services have dots; accounts and ARNs have none before their first colon. */
const isService = (name: string): boolean => /^[a-z0-9-]+\./.test(name);

const why = ({ from }: Admitted): string =>
  from === "owner"
    ? ", the owner, as nobody else was named"
    : from === "conditions"
      ? ", whom its own conditions name"
      : "";

const stopsOf = ({ accounts, from }: Admitted, { owner }: Narrowing): readonly string[] => [
  "Everybody else.",
  ...(owner !== null && !accounts.includes(owner)
    ? [
        `Senders of the owner's account ${owner} whom only this statement lets in, and no policy of their own.`,
      ]
    : []),
  ...(from === "owner"
    ? [
        "Senders of the owner's account whom no policy of their own lets send: an account in Principal only delegates.",
      ]
    : []),
];

const alternativesOf = (
  { from }: Admitted,
  { targets, owner }: Narrowing,
  taken: "principals" | "condition",
): readonly string[] => [
  taken === "principals"
    ? "--by condition keeps the wildcard and asks for aws:PrincipalAccount, aws:PrincipalArn or aws:PrincipalOrgID."
    : "--by principals names accounts and roles in Principal.",
  ...(from === "targets" ? [] : ["--to-account and --to-principal name who is to keep sending."]),
  ...(from === "targets" && owner !== null && !targets.accounts.includes(owner)
    ? [`--to-account ${owner} keeps the owner's own senders whom only this policy lets in.`]
    : []),
];

/** "a", "a and b", "a, b and c". */
export const enumerated = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
