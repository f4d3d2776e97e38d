import { OWNER_ONLY } from "../model/trust.ts";
import type { Witness } from "../model/verdict.ts";
import { whoCan } from "../policy/decide/decide.ts";
import { evaluate } from "../policy/evaluate/evaluate.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Question } from "../policy/question.ts";
import type { Policy } from "../policy/shapes.ts";
import { accountOf, type Sender } from "./senders.ts";

/** Whether a sender can use the resource, with a request that shows it; null where that cannot be decided. */
export type Access = { readonly can: true; readonly witness: Witness } | { readonly can: false } | null;

/** A question as it is asked about one sender after the other: what they share is worked out once. */
export interface Asking {
  readonly question: Question;
  readonly policies: readonly Policy[];
  /** The only outsider, where there is just one and it is an account, and its request. */
  readonly lone: () => { readonly account: string; readonly witness: Witness } | null;
}

export const askingAbout = (question: Question): Asking => {
  const policies = question.documents.map(({ text }) => parsePolicy(text)).filter(isPolicy);
  let lone: ReturnType<Asking["lone"]> | undefined;
  return { question, policies, lone: () => (lone === undefined ? (lone = loneAccount(question)) : lone) };
};

const loneAccount = (question: Question): ReturnType<Asking["lone"]> => {
  const { exposure, allowedTo, witness } = whoCan({ ...question, trust: OWNER_ONLY });
  const [only, ...others] = allowedTo;
  return exposure === "cross-account" && witness !== null && only?.kind === "account" && others.length === 0
    ? { account: only.name, witness }
    : null;
};

/**
 * Decides whether a sender can use the resource: everybody else is denied, and what is left is asked about. The request
 * that the decision shows is put to the second evaluator, so that a yes never rests on one of them alone.
 */
export const accessOf = (asking: Asking, sender: Sender): Access => {
  const { question } = asking;
  const alone = aloneWitness(asking, sender);
  if (alone !== null) return { can: true, witness: alone };
  // A service acts for the owner, too, who is no outsider to the decision either.
  const isOwners = sender.kind === "service" || accountOf(sender) === question.owner;
  const owner = isOwners ? strangersId(question) : question.owner;
  const { exposure, witness } = whoCan({
    ...question,
    owner,
    trust: OWNER_ONLY,
    documents: [...question.documents, { name: "everybody else", text: denyingOthers(sender, question) }],
  });
  if (exposure === "undecided" || exposure === "invalid") return null;
  if (exposure === "private" || witness === null) return { can: false };
  const accepted = acceptedRequest(asking, witness);
  return accepted === null ? null : { can: true, witness: accepted };
};

/**
 * Where an account is the only outsider, the question as it stands shows its request, and one decision serves all who
 * are asked about. Null where it is not, or the second evaluator disagrees.
 */
const aloneWitness = (asking: Asking, { kind, name }: Sender): Witness | null => {
  if (kind !== "account" || name === asking.question.owner) return null;
  const lone = asking.lone();
  return lone?.account === name && lone.witness.context["aws:PrincipalAccount"] === name
    ? acceptedRequest(asking, lone.witness)
    : null;
};

/** The request with the owner's own id, where the second evaluator accepts it. */
const acceptedRequest = ({ question, policies }: Asking, witness: Witness): Witness | null => {
  const request = { ...witness, context: { ...witness.context, "aws:ResourceAccount": question.owner } };
  return evaluate(policies, request).decision === "allowed" ? request : null;
};

/** An account that nothing names: the decision looks for outsiders, and the owner's own is one to it then. */
const strangersId = ({ documents, owner }: Question): string => {
  const free = (id: string): boolean => id !== owner && !documents.some(({ text }) => text.includes(id));
  return ["000000000000", "000000000001", "000000000002", "000000000003"].find(free) ?? "000000000004";
};

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const denyingOthers = (sender: Sender, question: Question): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: conditionsOf(sender, question).map((Condition) => ({
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition,
    })),
  });

/** A negated operator holds where the key is missing, so each of these denies everybody who is not the sender. */
const conditionsOf = ({ kind, name }: Sender, question: Question): readonly Condition[] => {
  switch (kind) {
    case "account":
      return [{ StringNotEquals: { "aws:PrincipalAccount": name } }];
    case "organization":
      return [
        { StringNotEquals: { "aws:PrincipalOrgID": name } },
        { StringEquals: { "aws:PrincipalAccount": accountsIn(question) } },
      ];
    case "service":
      return [{ StringNotEquals: { "aws:PrincipalServiceName": name } }];
    case "principal":
      return principalConditions(name);
  }
};

/** An organisation can where any of its accounts can: one that is named may be a member, and is no sign of the others. */
const accountsIn = ({ documents, owner }: Question): readonly string[] => [
  ...new Set([owner, ...documents.flatMap(({ text }) => text.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])]),
];

/** Of a session the key `aws:PrincipalArn` holds the role, whose path the session's ARN does not say. */
const principalConditions = (arn: string): readonly Condition[] => {
  const [, partition, account, role, session] =
    /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (partition === undefined || account === undefined || role === undefined || session === undefined)
    return [{ StringNotEquals: { "aws:PrincipalArn": arn } }];
  return [
    { StringNotEquals: { "aws:PrincipalAccount": account } },
    { ArnNotLike: { "aws:PrincipalArn": `arn:${partition}:iam::${account}:role/*${role}` } },
    { StringNotLike: { "aws:userid": `*:${session}` } },
  ];
};
