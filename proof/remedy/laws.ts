import { isDeepStrictEqual } from "node:util";
import type { EditValue } from "../../src/model/remedy.ts";
import type { Trust } from "../../src/model/trust.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import type { PlannedResource, SenderProof, Step } from "../../src/remedy/plan-file.ts";
import { ask } from "../question.ts";
import { readPolicy } from "../read-policy.ts";
import { openQuestions } from "../readings/open-questions.ts";
import { inconsistencies } from "../world/consistency.ts";
import { explore } from "../world/explore.ts";
import { names } from "../world/names.ts";
import { scenes } from "../world/world.ts";
import { patched } from "./json-patch.ts";

/** What SES takes. */
const LARGEST_POLICY = 4096;

/** Requests that are held against one pair of policies. */
const REQUESTS = 400;

/**
 * What the second evaluator, a second JSON Patch and plain counting have against a planned identity; empty where nothing.
 *
 * @param trust with the targets of the plan
 */
export const brokenLaws = (planned: PlannedResource, trust: Trust): readonly string[] => {
  const texts = { before: textsBefore(planned), after: textsAfter(planned) };
  const before = texts.before.map(readPolicy);
  const after = texts.after.map(readPolicy);
  const question = ask(texts.after, trust);
  const found = explore(after, question);
  const { senders, exposure } = planned.proof;
  // A plan for another rule may leave undecided what already was; then it does not say that strangers are out.
  const isClosed = exposure.after !== "undecided" || exposure.before !== "undecided";
  return [
    ...(isClosed && found.exposure === "exposed"
      ? [`a stranger can send: ${JSON.stringify(found.request)}`]
      : []),
    ...aboutRequests(before, after, trust, senders),
    ...senders.flatMap((sender) => aboutSender(sender, after, question)),
    ...planned.steps.flatMap((step) => aboutStep(step, texts.before)),
  ];
};

const textsBefore = ({ record }: PlannedResource): readonly string[] =>
  (record["policies"] as readonly { readonly document: string }[]).map(({ document }) => document);

const textsAfter = ({ record, steps }: PlannedResource): readonly string[] =>
  (record["policies"] as readonly { readonly name: string; readonly document: string }[]).flatMap(
    ({ name, document }) => {
      const step = steps.find((one) => one.document === name);
      return step === undefined ? [document] : step.after === null ? [] : [step.after];
    },
  );

/**
 * Requests of the bounded world of the policies before and after: what is allowed after was allowed before; and to a
 * sender of whom nobody can tell whether he could, the change makes no difference.
 */
const aboutRequests = (
  before: readonly Policy[],
  after: readonly Policy[],
  trust: Trust,
  senders: readonly SenderProof[],
): readonly string[] => {
  const question = ask([], trust);
  const untold = senders.filter(({ after: can, lockedOut }) => can === null && !lockedOut);
  let left = REQUESTS;
  for (const policies of [before, after])
    for (const { request, places } of scenes(policies, names(policies), question))
      for (const { context } of places) {
        if ((left -= 1) < 0) return [];
        const there = { ...request, context: { ...request.context, ...context } };
        const [could, can] = [before, after].map((set) => evaluate(set, there).decision === "allowed");
        if (can === true && could === false) return [`newly allowed: ${JSON.stringify(there)}`];
        const lost = could === true && can === false ? untold.find((one) => isFrom(there, one)) : undefined;
        if (lost !== undefined) return [`${lost.name} loses a request: ${JSON.stringify(there)}`];
      }
  return [];
};

const isFrom = ({ context }: Request, { kind, name }: SenderProof): boolean =>
  context[kind === "account" ? "aws:PrincipalAccount" : "aws:PrincipalArn"] === name;

const aboutSender = (
  { name, before, after, lockedOut, witness }: SenderProof,
  policies: readonly Policy[],
  question: Question,
): readonly string[] => {
  const lost = before === true && after === false && !lockedOut ? [`${name} is locked out`] : [];
  if (witness === null) return lost;
  const refused = evaluate(policies, witness).decision !== "allowed";
  const odd = inconsistencies(withoutUnknownKeys(witness, policies, question), policies, question);
  return [
    ...lost,
    ...(refused ? [`the witness of ${name} is refused`] : []),
    ...(odd.length > 0 ? [`the witness of ${name} cannot be sent: ${odd.join("; ")}`] : []),
  ];
};

/** A key that no page names may have any value: no axiom speaks of it. */
const withoutUnknownKeys = (request: Request, policies: readonly Policy[], question: Question): Request => {
  const unknown = new Set(openQuestions(policies, question).map(({ name }) => name.toLowerCase()));
  const context = Object.entries(request.context).filter(([key]) => !unknown.has(`key:${key.toLowerCase()}`));
  return { ...request, context: Object.fromEntries(context) };
};

const aboutStep = (
  { document, before, after, edits }: Step,
  textsOfBefore: readonly string[],
): readonly string[] => {
  const stray = textsOfBefore.includes(before)
    ? []
    : [`${document}: what the plan calls the text before is another`];
  if (after === null) return stray;
  const named = patched(JSON.parse(before) as EditValue, edits);
  return [
    ...stray,
    ...(Buffer.byteLength(after) > LARGEST_POLICY ? [`${document}: longer than 4 KB`] : []),
    ...(isDeepStrictEqual(JSON.parse(after), named) ? [] : [`${document}: more than the edits is changed`]),
  ];
};
