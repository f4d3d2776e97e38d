import { OWNER_ONLY } from "../model/trust.ts";
import type { Witness } from "../model/verdict.ts";
import { decideExposure } from "../policy/decide/decide.ts";
import { evaluate } from "../policy/evaluate/evaluate.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Question } from "../policy/question.ts";
import type { Policy } from "../policy/shapes.ts";
import type { Targets } from "../model/remedy.ts";
import { byCodeUnits } from "../text/order.ts";
import type { SenderProof } from "./plan-file.ts";

/** One who is named, in a policy or by the user. */
export type Sender = Pick<SenderProof, "kind" | "name">;

/** Whether a sender can use the resource, with a request that shows it; null where that cannot be decided. */
export type Access = { readonly can: true; readonly witness: Witness } | { readonly can: false } | null;

/** Everybody whom the Allows of the policies name in Principal, and the targets; sorted, each once. */
export const sendersOf = (
  question: Question,
  targets: Targets,
  keep: readonly string[],
): readonly Sender[] => {
  const named = policiesOf(question).flatMap(({ statements }) =>
    statements.flatMap(({ effect, principal }) =>
      effect === "Allow" && !principal.not ? principal.entries.flatMap(({ text }) => senderOf(text)) : [],
    ),
  );
  const wanted = [
    ...[...targets.accounts, ...targets.principals, ...keep].flatMap(senderOf),
    ...targets.organizations.map((name): Sender => ({ kind: "organization", name })),
  ];
  const all = new Map([...named, ...wanted].map((one) => [`${one.kind} ${one.name}`, one]));
  return [...all].sort(([a], [b]) => byCodeUnits(a, b)).map(([, one]) => one);
};

/** An account, a principal or a service by its name in a policy; nobody for `*` and for the id of a deleted principal. */
export const senderOf = (name: string): readonly Sender[] => {
  const root = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(name)?.[1];
  if (root !== undefined) return [{ kind: "account", name: root }];
  if (/^\d{12}$/.test(name)) return [{ kind: "account", name }];
  if (name.startsWith("arn:")) return [{ kind: "principal", name }];
  return /^[a-z0-9.-]+\.[a-z]+$/.test(name) ? [{ kind: "service", name }] : [];
};

const accountOf = ({ kind, name }: Sender): string | null =>
  kind === "account" ? name : kind === "principal" ? (name.split(":")[4] ?? null) : null;

/**
 * Decides whether a sender can use the resource: everybody else is denied, and what is left is asked about. The request
 * that the decision shows is put to the second evaluator, so that a yes never rests on one of them alone.
 */
export const accessOf = (question: Question, sender: Sender): Access => {
  const alone = aloneWitness(question, sender);
  if (alone !== null) return { can: true, witness: alone };
  // A service acts for the owner, too, who is no outsider to the decision either.
  const isOwners = sender.kind === "service" || accountOf(sender) === question.owner;
  const owner = isOwners ? strangersId(question) : question.owner;
  const { exposure, witness } = decideExposure({
    ...question,
    owner,
    trust: OWNER_ONLY,
    documents: [...question.documents, { name: "everybody else", text: denyingOthers(sender, question) }],
  });
  if (exposure === "undecided" || exposure === "invalid") return null;
  if (exposure === "private" || witness === null) return { can: false };
  const request = withResourceAccount(witness, question);
  return evaluate(policiesOf(question), request).decision === "allowed"
    ? { can: true, witness: request }
    : null;
};

/**
 * Where an account is the only outsider, the question as it stands shows its request, and one decision serves all who
 * are asked about. Null where it is not, or the second evaluator disagrees.
 */
const aloneWitness = (question: Question, sender: Sender): Witness | null => {
  if (sender.kind !== "account" || sender.name === question.owner) return null;
  const { exposure, allowedTo, witness } = decideExposure({ ...question, trust: OWNER_ONLY });
  const [only, ...others] = allowedTo;
  if (exposure !== "cross-account" || witness === null || others.length > 0) return null;
  const isSender = only?.kind === "account" && only.name === sender.name;
  if (!isSender || witness.context["aws:PrincipalAccount"] !== sender.name) return null;
  const request = withResourceAccount(witness, question);
  return evaluate(policiesOf(question), request).decision === "allowed" ? request : null;
};

const withResourceAccount = (witness: Witness, { owner }: Question): Witness => ({
  ...witness,
  context: { ...witness.context, "aws:ResourceAccount": owner },
});

const policiesOf = ({ documents }: Question): readonly Policy[] =>
  documents.map(({ text }) => parsePolicy(text)).filter(isPolicy);

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
