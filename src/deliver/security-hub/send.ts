import type { WorkflowStatus } from "@aws-sdk/client-securityhub";
import { batcher } from "../../exporters/asff/batches.ts";
import { isUnread } from "../../model/fact.ts";
import { type Call, importCall, type Refused, updateCall } from "./calls.ts";
import type { HubClient } from "./hub-client.ts";
import { keyOf } from "./known.ts";
import type { Time } from "./rate.ts";
import { canHelp, isAboutContent, pauseBefore, ROUNDS, wasNotCarriedOut } from "./retry.ts";
import { isSent, isWorkflow, type Step, type WorkflowAction } from "./step.ts";

/** A step that was not done, with Security Hub's own words. */
export interface Failure {
  readonly step: Step;
  readonly code: string;
  readonly message: string;
  /** It may have been done nevertheless: the answer was lost. */
  readonly unsure: boolean;
}

/** Is told of each success as soon as it is certain; `workflow` is null where findings were imported. */
export type Acknowledge = (steps: readonly Step[], workflow: WorkflowStatus | null) => Promise<void>;

/** "240 KB" of the reference, taken as decimal. */
const LARGEST_FINDING = 240_000;

/**
 * Does the steps of one hub; answers those that failed. Workflows are given back before the findings change and taken
 * after, so that whatever comes in between, the next push sees what is left to do.
 */
export const send = async (
  steps: readonly Step[],
  client: HubClient,
  time: Time,
  acknowledge: Acknowledge,
): Promise<readonly Failure[]> => {
  const setWorkflow = (chosen: readonly Step[], status: WorkflowStatus, note?: string) =>
    inRounds(chosen, updateCall(client, status, note), time, (done) => acknowledge(done, status));
  const workflow = steps.filter(isWorkflow);
  const ofAction = (wanted: WorkflowAction) => workflow.filter(({ action }) => action === wanted);
  const unsuppressed = await setWorkflow(ofAction("unsuppress"), "NEW");
  const unannounced = await setWorkflow(ofAction("announce"), "NEW", UNSEEN);
  // Imported without it, a finding would hide its new fault behind the old suppression, and no later push would know.
  const news = without(steps.filter(isSent), unannounced);
  const imported = await inRounds(news.left, importCall(client), time, (done) => acknowledge(done, null));
  const wanted = without(ofAction("suppress"), imported);
  const suppressed = await setWorkflow(wanted.left, "SUPPRESSED");
  return [...unsuppressed, ...unannounced, ...news.withheld, ...imported, ...suppressed, ...wanted.withheld];
};

/** Parts the steps whose finding failed before from the rest; what is withheld fails for the same reason. */
const without = (
  steps: readonly Step[],
  failures: readonly Failure[],
): { readonly left: readonly Step[]; readonly withheld: readonly Failure[] } => {
  const failed = new Map(failures.map((failure) => [keyOf(failure.step.finding), failure]));
  return {
    left: steps.filter(({ finding }) => !failed.has(keyOf(finding))),
    withheld: steps.flatMap((step) => {
      const failure = failed.get(keyOf(step.finding));
      return failure === undefined ? [] : [{ ...failure, step, unsure: false }];
    }),
  };
};

const UNSEEN =
  "Reopened by Postern: this finding was suppressed while it had other faults. It fails now by one that nobody has accepted.";

/** Sends everything, then what failed and can be helped again, in as few calls as there can be. */
const inRounds = async (
  steps: readonly Step[],
  call: Call,
  { sleep, retrying }: Time,
  done: (steps: readonly Step[]) => Promise<void>,
): Promise<readonly Failure[]> => {
  const tooLarge = steps.filter((step) => sizeOf(step) > LARGEST_FINDING);
  const hopeless: Failure[] = tooLarge.map((step) => ({
    step,
    code: "FindingSizeExceeded",
    message: "The finding has more than 240 KB.",
    unsure: false,
  }));
  let waiting: readonly Failure[] = [];
  const unsure = new Set<Step>();
  let todo: readonly Step[] = steps.filter((step) => !tooLarge.includes(step));
  for (let round = 1; todo.length > 0; round++) {
    const answered = await oneRound(todo, call, done);
    for (const failure of answered) if (failure.unsure) unsure.add(failure.step);
    // What one round may have done, a refusal of the next does not undo.
    const failed = answered.map((failure) => ({ ...failure, unsure: unsure.has(failure.step) }));
    hopeless.push(...failed.filter(({ code }) => !canHelp(code)));
    waiting = failed.filter(({ code }) => canHelp(code));
    todo = round === ROUNDS ? [] : waiting.map(({ step }) => step);
    const [first] = waiting;
    if (todo.length === 0 || first === undefined) continue;
    retrying?.({ code: first.code, findings: todo.length, milliseconds: pauseBefore(round) });
    await sleep(pauseBefore(round));
  }
  return [...hopeless, ...waiting];
};

const sizeOf = ({ finding }: Step): number => Buffer.byteLength(JSON.stringify(finding));

const oneRound = async (
  steps: readonly Step[],
  call: Call,
  done: (steps: readonly Step[]) => Promise<void>,
): Promise<readonly Failure[]> => {
  const failures: Failure[] = [];
  const queue = [...batches(steps)];
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    const answer = await call(batch);
    if (!isUnread(answer)) {
      const failed = batch.flatMap((step) => failureOf(step, answer));
      failures.push(...failed);
      const broken = new Set(failed.map(({ step }) => step));
      await done(batch.filter((step) => !broken.has(step)));
      continue;
    }
    const { code, message } = answer.unread;
    if (isAboutContent(code) && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      queue.unshift(batch.slice(0, middle), batch.slice(middle));
      continue;
    }
    const unsure = !wasNotCarriedOut(answer.unread);
    failures.push(...batch.map((step) => ({ step, code, message, unsure })));
    // Whatever refuses the caller refuses the rest too.
    if (canHelp(code) || isAboutContent(code)) continue;
    failures.push(...queue.flat().map((step) => ({ step, code, message, unsure: false })));
    break;
  }
  return failures;
};

const failureOf = (step: Step, refused: readonly Refused[]): readonly Failure[] => {
  const found = refused.find(({ is }) => is(step));
  return found === undefined ? [] : [{ step, code: found.code, message: found.message, unsure: false }];
};

function* batches(steps: readonly Step[]): Iterable<readonly Step[]> {
  const filling = batcher<Step>();
  for (const step of steps) yield* filling.add(step, sizeOf(step));
  yield* filling.rest();
}
