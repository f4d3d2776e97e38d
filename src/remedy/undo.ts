import { isUnread } from "../model/fact.ts";
import { isThere, refusalText, written, type Applying, type Outcome } from "./apply.ts";
import { otherBackup, readBackup } from "./backup.ts";
import { sha256 } from "./plan-file.ts";
import { isSameText } from "../text/json-space.ts";
import type { JournalEntry, JournalEvent } from "./journal.ts";

/** A policy that a journal says was, or may have been, written and not undone since. */
export interface Undoable {
  readonly entry: JournalEntry;
  readonly document: string;
  readonly beforeSha256: string;
  readonly backup: string;
}

/** What can be undone, the last first. */
export const undoables = (entries: readonly JournalEntry[]): readonly Undoable[] => {
  const open = new Map<string, Undoable>();
  for (const entry of entries) {
    const { resource, document, beforeSha256, backup, event } = entry;
    const key = `${resource.id}\n${document ?? ""}`;
    if (event === "undone") open.delete(key);
    // Of a policy that was written twice without an undo between, the first text is the original.
    if (event === "begun" && !open.has(key) && document !== null && beforeSha256 !== null && backup !== null)
      open.set(key, { entry, document, beforeSha256, backup });
  }
  return [...open.values()].toReversed();
};

export type Undoing = Omit<Applying, "check" | "plan">;

const placeOf = ({ plan, resource, document, beforeSha256, afterSha256, backup }: JournalEntry) =>
  ({ plan, resource, document, beforeSha256, afterSha256, backup }) as const;

/** Puts the original text back, unless somebody has changed the policy since. */
export const undoPolicy = async (undoable: Undoable, undoing: Undoing): Promise<Outcome> => {
  const { entry, document, beforeSha256, backup } = undoable;
  const { resource } = entry;
  const told = { id: resource.id, name: resource.name };
  const original = readBackup(undoing.folder, backup, beforeSha256);
  const current = await undoing.reader.read(resource.name);
  if (isUnread(current))
    return { ...told, state: "failed", says: `not undone: ${refusalText(current.unread)}` };
  const note = (event: JournalEvent, says: string, requestId: string | null = null): Promise<void> =>
    undoing.journal.append({
      ...placeOf(entry),
      at: undoing.now(),
      caller: undoing.caller,
      event,
      says,
      requestId,
    });
  if (isThere(current, document, original)) {
    await note("undone", "The original text is there.");
    return { ...told, state: "back", says: `policy "${document}" has its original text` };
  }
  const now = current.find(({ name }) => name === document)?.document ?? null;
  const isOurs = now === null ? entry.afterSha256 === null : isWritten(now, undoable, undoing.folder);
  if (!isOurs) {
    await note("left", "Somebody has changed the policy since; it was left as it is.");
    return {
      ...told,
      state: "stale",
      says: `not undone: policy "${document}" was changed by somebody since`,
      texts: [
        { title: "was at first", text: original },
        {
          title: "was written",
          text: writtenText(entry, backup, undoing.folder),
        },
        { title: "is now", text: now },
      ],
    };
  }
  await note("undoing", `Put policy "${document}" with its original text.`);
  const failure = await written(
    undoing,
    { name: resource.name, document, text: original, before: now },
    note,
    "undone",
  );
  if (failure !== null) return { ...told, ...failure };
  const back = await undoing.reader.read(resource.name);
  return !isUnread(back) && isThere(back, document, original)
    ? { ...told, state: "undone", says: `policy "${document}" has its original text again` }
    : { ...told, state: "failed", says: `policy "${document}" was put back, and reads otherwise` };
};

/** Whether the text is the one that was written, white space aside. */
const isWritten = (now: string, { entry, backup }: Undoable, folder: string): boolean => {
  const text = writtenText(entry, backup, folder);
  return sha256(now) === entry.afterSha256 || (text !== null && isSameText(now, text));
};

/** The planned text, which was kept beside the original; null where it was none, or is not there any more. */
const writtenText = ({ afterSha256 }: JournalEntry, backup: string, folder: string): string | null => {
  if (afterSha256 === null) return null;
  try {
    return readBackup(folder, otherBackup(backup, afterSha256), afterSha256);
  } catch {
    return null;
  }
};
