import type { History } from "../model/history.ts";
import type { Remediation } from "../model/remediation.ts";
import type { ResultsRecord } from "../model/results.ts";
import { isObject } from "../text/is-object.ts";
import type { Redactor } from "../text/redact.ts";

/** The same document with account ids and addresses hidden, for files that may be committed or uploaded. */
export const redacted =
  <P>(
    feed: (record: ResultsRecord) => Iterable<P>,
    redactor: Redactor,
  ): ((record: ResultsRecord) => Iterable<P>) =>
  (record) =>
    feed(hidden(record, redactor) as ResultsRecord);

/** What was planned and done, with the same hidden. An edit with a hidden text in it would be another one: none is left. */
export const redactedRemediation = (remediation: Remediation, redactor: Redactor): Remediation =>
  hidden(
    {
      ...remediation,
      resources: remediation.resources.map((one) => ({
        ...one,
        documents: one.documents.map((document) => ({ ...document, edits: [] })),
      })),
    },
    redactor,
  ) as Remediation;

/** Earlier scans, with the same hidden in the ids that the findings are looked up by. */
export const redactedHistory = ({ observations, failures }: History, redactor: Redactor): History => ({
  observations: hidden(observations, redactor) as History["observations"],
  failures: new Map([...failures].map(([id, count]) => [redactor.text(id), count])),
});

/** Hashes over what is hidden. */
const HASHES: ReadonlySet<string> = new Set(["fingerprint", "sha256", "snapshotSha256"]);

/** Results are as deep as their model, a handful of levels. */
const hidden = (value: unknown, redactor: Redactor): unknown => {
  if (typeof value === "string") return redactor.text(value);
  if (Array.isArray(value)) return value.map((one: unknown) => hidden(one, redactor));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      redactor.text(key),
      HASHES.has(key) && typeof member === "string" ? redactor.hash(member) : hidden(member, redactor),
    ]),
  );
};
