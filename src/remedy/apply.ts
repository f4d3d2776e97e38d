import { setTimeout as wait } from "node:timers/promises";
import { isUnread, type Refusal, type Unread } from "../model/fact.ts";
import type { PolicyDocument } from "../model/resource.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import type { PolicyWriter } from "../services/fix.ts";
import { isSameText } from "../text/json-space.ts";
import { keepBackup } from "./backup.ts";
import type { Journal, JournalEvent } from "./journal.ts";
import { sha256, type PlannedResource, type Step } from "./plan-file.ts";

/** `applied` it was written and checked · `already` it was there · `stale` somebody changed it · `failed` it was not, or not wholly, written · `unverified` it was written and the check does not hold. */
export interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly state: "applied" | "already" | "stale" | "failed" | "unverified" | "undone" | "back";
  readonly says: string;
  /** On `stale`: the text that was planned against or wanted, and the one that is there. */
  readonly texts?: readonly { readonly title: string; readonly text: string | null }[];
}

/** What applying needs of the world. */
export interface Applying {
  readonly reader: PolicyWriter;
  readonly writer: PolicyWriter;
  readonly journal: Journal;
  /** Where backups are kept. */
  readonly folder: string;
  readonly plan: string;
  readonly caller: string;
  readonly now: () => string;
  /** What fails of the resource with these policies; null where nothing does. */
  readonly check: (policies: readonly PolicyDocument[]) => string | null;
  readonly signal: AbortSignal;
}

export const policiesOf = (record: ResourceRecord): readonly PolicyDocument[] =>
  Array.isArray(record["policies"]) ? (record["policies"] as readonly PolicyDocument[]) : [];

/**
 * Brings one resource to its planned policies: reads, refuses what is stale, keeps the originals, writes, reads back,
 * decides again, and keeps a journal of it. Can be repeated: what is already there is not written again.
 */
export const applyResource = async (planned: PlannedResource, applying: Applying): Promise<Outcome> => {
  const { record, name, steps } = planned;
  const told = { id: record.id, name };
  const current = await applying.reader.read(name);
  if (isUnread(current))
    return { ...told, state: "failed", says: `not changed: ${refusalText(current.unread)}` };
  const stale = staleness(planned, current);
  if (stale !== null) return { ...told, state: "stale", ...stale };
  const open = steps.filter((step) => !isThere(current, step.document, step.after));
  if (open.length === 0) {
    const wrong = applying.check(current);
    return wrong === null
      ? { ...told, state: "already", says: "the planned policies are there" }
      : { ...told, state: "unverified", says: wrong };
  }
  for (const step of open) {
    const failure = await applyStep(planned, step, applying);
    if (failure !== null) return { ...told, ...failure };
  }
  return { ...told, ...(await verified(planned, applying)) };
};

export const refusalText = ({ operation, code, message }: Refusal): string =>
  `${operation} gave ${code}: ${message}`;

/** Whether a policy is as it should be; null: not there. */
export const isThere = (policies: readonly PolicyDocument[], name: string, text: string | null): boolean => {
  const now = policies.find((one) => one.name === name)?.document;
  return now === undefined ? text === null : text !== null && isSameText(now, text);
};

/** Each policy of the resource is as planned against, or, of those to be changed, already as planned. */
const staleness = (
  { record, steps }: PlannedResource,
  current: readonly PolicyDocument[],
): Pick<Outcome, "says" | "texts"> | null => {
  const planned = policiesOf(record);
  for (const { name, document } of planned) {
    const step = steps.find((one) => one.document === name);
    if (isThere(current, name, document) || (step !== undefined && isThere(current, name, step.after)))
      continue;
    const now = current.find((one) => one.name === name)?.document ?? null;
    return {
      says: `not changed: policy "${name}" ${now === null ? "is gone" : "is not the text that was planned against"}; plan again`,
      texts: [
        { title: "planned against", text: document },
        { title: "is now", text: now },
      ],
    };
  }
  const added = current.find(({ name }) => !planned.some((one) => one.name === name));
  return added === undefined
    ? null
    : { says: `not changed: policy "${added.name}" was not there when this was planned; plan again` };
};

type Failure = Pick<Outcome, "state" | "says" | "texts">;

/** How often a write is tried whose answers are lost, or that is throttled. */
const TRIES = 5;

const applyStep = async (
  planned: PlannedResource,
  step: Step,
  applying: Applying,
): Promise<Failure | null> => {
  const slug = slugOf(planned, step.document);
  const backup = await keepBackup(applying.folder, slug, step.before);
  // By it an undo tells what was written from what somebody else has written since.
  if (step.after !== null) await keepBackup(applying.folder, slug, step.after);
  const note = (event: JournalEvent, says: string, requestId: string | null = null): Promise<void> =>
    applying.journal.append({ ...noteOf(planned, step, applying), backup, event, says, requestId });
  await note("begun", step.Action);
  const outcome = await written(
    applying,
    { name: planned.name, document: step.document, text: step.after, before: step.before },
    note,
  );
  return outcome;
};

/** One policy to write, and the text that must still be there when it is tried again. */
interface Write {
  readonly name: string;
  readonly document: string;
  readonly text: string | null;
  readonly before: string | null;
}

type Noting = (event: JournalEvent, says: string, requestId?: string | null) => Promise<void>;

/** Not answered is not done, nor is it not done: after a lost answer it reads before it writes again. */
export const written = async (
  { reader, writer, signal }: Pick<Applying, "reader" | "writer" | "signal">,
  { name, document, text, before }: Write,
  note: Noting,
  done: JournalEvent = "written",
): Promise<Failure | null> => {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const answer = await writer.write(name, document, text);
    if (!isUnread(answer)) {
      await note(done, "AWS took it.", answer.requestId);
      return null;
    }
    const refusal = answer.unread;
    if (isFinal(refusal)) {
      await note("refused", refusalText(refusal));
      return { state: "failed", says: `policy "${document}": ${refusalText(refusal)}` };
    }
    const now = await reader.read(name);
    if (!isUnread(now) && isThere(now, document, text)) {
      await note(done === "written" ? "found" : done, `No answer came (${refusal.code}); the text is there.`);
      return null;
    }
    const stillOld = !isUnread(now) && isThere(now, document, before);
    if (attempt === TRIES || !stillOld) {
      const says = isUnread(now)
        ? refusalText(now.unread)
        : stillOld
          ? "the old text is there"
          : "it is another text";
      await note("lost", `${refusalText(refusal)}; read again: ${says}.`);
      return { state: "failed", says: `policy "${document}": ${refusalText(refusal)}; read again: ${says}` };
    }
    await wait(2 ** attempt * 50, undefined, { signal });
  }
};

/** A refusal after which nothing was done and trying again is no use. */
const isFinal = ({ code }: Refusal): boolean =>
  /^(?:AccessDenied|InvalidPolicy|InvalidParameter|Validation|Unauthorized|ExpiredToken|InvalidClientToken|SignatureDoesNotMatch|UnrecognizedClient|CredentialsProvider|OtherAccount|NotFound)/.test(
    code,
  );

const verified = async (planned: PlannedResource, applying: Applying): Promise<Failure> => {
  const now: readonly PolicyDocument[] | Unread = await applying.reader.read(planned.name);
  const wrong = isUnread(now) ? refusalText(now.unread) : (differing(planned, now) ?? applying.check(now));
  const event = wrong === null ? "verified" : "unverified";
  await applying.journal.append({
    ...noteOf(planned, null, applying),
    backup: null,
    event,
    requestId: null,
    says: wrong ?? "The policies were read back and judged again: nothing fails.",
  });
  return wrong === null
    ? { state: "applied", says: "written, read back and judged again" }
    : { state: "unverified", says: `written, but: ${wrong}` };
};

const differing = ({ steps }: PlannedResource, now: readonly PolicyDocument[]): string | null => {
  const other = steps.find(({ document, after }) => !isThere(now, document, after));
  return other === undefined ? null : `policy "${other.document}" was read back with another text`;
};

const noteOf = (
  { record, name, account, region }: PlannedResource,
  step: Step | null,
  { now, caller, plan }: Applying,
) =>
  ({
    at: now(),
    caller,
    plan,
    resource: { kind: record.kind, id: record.id, name, account: account ?? "", region: region ?? "" },
    document: step?.document ?? null,
    beforeSha256: step?.beforeSha256 ?? null,
    afterSha256: step?.afterSha256 ?? null,
  }) as const;

/** For a file's name: readable, and different for each resource and policy. */
const slugOf = ({ record, name }: PlannedResource, document: string): string =>
  `${name.replaceAll(/[^\w.@-]/g, "_").slice(0, 60)}-${document.replaceAll(/[^\w.@-]/g, "_").slice(0, 64)}-${sha256(`${record.id}\n${document}`).slice(0, 8)}`;
