import { copyFor, demanded, NO_SERVICE, sourceOf } from "./conditions.ts";
import { inList, labelOf, numberOf, type OpenStatement, type Proposal, type Propose } from "./proposal.ts";
import { isWildcard, oneOrList } from "./principals.ts";
import type { Narrowing } from "./narrowing.ts";
import { asksForSource, boundToOwner, enumerated } from "./strangers.ts";

/** Proposals that end a confused deputy: a service is tied to the owner's resources, or is let in no more. */
export const boundServices =
  ({ owner }: Pick<Narrowing, "owner">): Propose =>
  (open) => {
    const { entries, not } = open.statement.principal;
    const services = entries.filter(({ type }) => type === "Service").map(({ text }) => text);
    if (!not && services.length > 0)
      return services.length === entries.length
        ? boundToOwner(open, owner).map(withoutDirectCallers)
        : [...splitOff(open, owner, services), ...withoutServices(open, services)];
    if (!isWildcard(open.statement.principal) && !not) return [];
    const bound = boundToOwner(open, owner);
    const direct = onlyDirect(open);
    return asksForSource(open.statement) ? [...bound, ...direct] : [...direct, ...bound];
  };

/** Nobody calls directly through a statement that names services alone. */
const withoutDirectCallers = (proposal: Proposal): Proposal => ({
  ...proposal,
  stops: proposal.stops.slice(0, 1),
});

/** A statement of its own for the services: a direct caller never carries aws:SourceAccount. */
const splitOff = (
  open: OpenStatement,
  owner: string | null,
  services: readonly string[],
): readonly Proposal[] => {
  if (owner === null) return [];
  const copy = copyFor(open, { Service: oneOrList(services) }, sourceOf(owner));
  if (copy === null) return [];
  return [
    {
      means: "source",
      edits: inList(open, [
        { op: "remove", path: `${open.at}/Principal/Service` },
        { op: "add", path: `/Statement/${numberOf(open) + 1}`, value: copy },
      ]),
      says: `${enumerated(services)} ${services.length === 1 ? "gets" : "get"} a statement of its own behind ${labelOf(open.statement, numberOf(open))}, which asks for aws:SourceAccount ${owner}; the accounts beside it keep theirs.`,
      stops: ["AWS services that act for other accounts."],
      alternatives: [
        "aws:SourceAccount in the statement as it stands would lock out the accounts that it names: a direct caller never carries that key.",
      ],
    },
  ];
};

const withoutServices = (open: OpenStatement, services: readonly string[]): readonly Proposal[] => [
  {
    means: "principals",
    edits: [{ op: "remove", path: `${open.at}/Principal/Service` }],
    lockedOut: services,
    says: `${enumerated(services)} ${services.length === 1 ? "is" : "are"} taken out of statement ${labelOf(open.statement, numberOf(open))}.`,
    stops: services.map((service) => `${service}, for the owner too.`),
    alternatives: ["--owner ID names the account that the services may act for."],
  },
];

const onlyDirect = (open: OpenStatement): readonly Proposal[] => {
  const edits = demanded(open, NO_SERVICE);
  return edits === null
    ? []
    : [
        {
          means: "condition",
          edits,
          says: `Statement ${labelOf(open.statement, numberOf(open))} asks for aws:PrincipalIsAWSService false: no service may act that it does not name.`,
          stops: ["AWS services that call as themselves."],
          alternatives: ["A statement of its own for each service that has to send, with aws:SourceAccount."],
        },
      ];
};
