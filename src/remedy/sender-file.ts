import { gunzipSync } from "node:zlib";
import { problem } from "../model/problem.ts";
import { isObject } from "../text/is-object.ts";
import { parsedJson } from "../text/parsed-json.ts";

/** Who sent, as CloudTrail tells it, or as a list names it. */
export interface Senders {
  /** Accounts, ARNs of principals, names of services: by the identity that was sent as. */
  readonly byIdentity: ReadonlyMap<string, ReadonlySet<string>>;
  /** From a list: for every identity. */
  readonly everywhere: ReadonlySet<string>;
  /** Sending events that name no identity, or no sender. */
  readonly unclear: number;
}

/** Larger than any file that CloudTrail delivers (50 MB before compression is already rare). */
const LARGEST = 512 * 1024 * 1024;

const SENDING: ReadonlySet<string> = new Set([
  "SendEmail",
  "SendRawEmail",
  "SendTemplatedEmail",
  "SendBulkTemplatedEmail",
  "SendBulkEmail",
  "SendBounce",
]);

/**
 * Reads a file of CloudTrail events as delivered to S3 (`{"Records": […]}`, gzip or not), or a list of ARNs and account
 * ids, one a line. Source: SES developer guide, "Logging Amazon SES API calls with AWS CloudTrail", whose example of a
 * SendEmail data event names the identity in `resources`.
 *
 * @throws a problem (usage) where the file is neither, or names nobody.
 */
export const readSenders = (bytes: Uint8Array, file: string): Senders => {
  const text = textOf(bytes, file);
  const senders = /^\s*[[{]/.test(text) ? fromEvents(eventsIn(text, file)) : fromList(text, file);
  if (senders.byIdentity.size + senders.everywhere.size > 0) return senders;
  throw problem({
    what:
      senders.unclear > 0
        ? `${senders.unclear} sending events name no identity or no sender, and there are no others`
        : "there are no senders in the file",
    where: file,
    todo: "Give CloudTrail files with data events of Amazon SES: a trail keeps these only where it was told to.",
    kind: "usage",
  });
};

const textOf = (bytes: Uint8Array, file: string): string => {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    throw problem({
      what: isGzip ? "the file cannot be unpacked" : "the file is not UTF-8",
      where: file,
      todo: "Give the file as CloudTrail delivered it, .json or .json.gz.",
      kind: "usage",
    });
  }
};

/** `{"Records": […]}`, a list of events, one event, or one a line. */
const eventsIn = (text: string, file: string): readonly unknown[] => {
  const whole = parsedJson(text);
  if (Array.isArray(whole)) return whole;
  if (isObject(whole)) return Array.isArray(whole["Records"]) ? whole["Records"] : [whole];
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const event = parsedJson(line);
    if (isObject(event))
      return Array.isArray(event["Records"]) ? (event["Records"] as readonly unknown[]) : [event];
    throw problem({
      what: "this is neither CloudTrail events nor a list of ARNs",
      where: `${file}:${index + 1}`,
      todo: "Give the file as CloudTrail delivered it, or one ARN a line.",
      kind: "usage",
    });
  });
};

const fromEvents = (events: readonly unknown[]): Senders => {
  const byIdentity = new Map<string, Set<string>>();
  let unclear = 0;
  for (const event of events) {
    if (!isObject(event) || !isSending(event)) continue;
    const sender = senderOf(event["userIdentity"]);
    const identities = identitiesIn(event["resources"]);
    if (sender === null || identities.length === 0) unclear += 1;
    else
      for (const identity of identities) {
        const known = byIdentity.get(identity) ?? new Set();
        byIdentity.set(identity, known.add(sender));
      }
  }
  return { byIdentity, everywhere: new Set(), unclear };
};

/** A send that was refused is no sign that its sender has to keep access. */
const isSending = (event: Readonly<Record<string, unknown>>): boolean =>
  event["eventSource"] === "ses.amazonaws.com" &&
  SENDING.has(String(event["eventName"])) &&
  event["errorCode"] === undefined;

const identitiesIn = (resources: unknown): readonly string[] =>
  (Array.isArray(resources) ? (resources as readonly unknown[]) : []).flatMap((one) =>
    isObject(one) &&
    one["type"] === "AWS::SES::EmailIdentity" &&
    typeof one["ARN"] === "string" &&
    /^arn:aws[a-z-]*:ses:[a-z0-9-]+:\d{12}:identity\/./.test(one["ARN"])
      ? [one["ARN"]]
      : [],
  );

/** Of a session the role: sessions come and go. Of another account's caller the owner's trail tells the account alone. */
const senderOf = (identity: unknown): string | null => {
  if (!isObject(identity)) return null;
  const { type, arn, accountId, invokedBy, sessionContext } = identity;
  if (type === "AWSService")
    return typeof invokedBy === "string" && SERVICE.test(invokedBy) ? invokedBy : null;
  if (type === "AssumedRole") {
    const issuer = isObject(sessionContext) ? sessionContext["sessionIssuer"] : undefined;
    const role = isObject(issuer) ? issuer["arn"] : undefined;
    if (typeof role === "string" && PRINCIPAL.test(role)) return role;
  } else if (type !== "Root" && typeof arn === "string" && PRINCIPAL.test(arn)) return arn;
  return typeof accountId === "string" && /^\d{12}$/.test(accountId) ? accountId : null;
};

const PRINCIPAL =
  /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:user|role)\/[^*?\s]+|sts::\d{12}:federated-user\/[^*?\s]+)$/;
const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

const fromList = (text: string, file: string): Senders => {
  const everywhere = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const name = line.replace(/#.*/, "").trim();
    if (name === "") continue;
    const root = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(name)?.[1];
    const isKnown = root !== undefined || /^\d{12}$/.test(name) || PRINCIPAL.test(name) || SERVICE.test(name);
    if (!isKnown)
      throw problem({
        what: "this is no account id, no ARN of a role or user, and no service",
        where: `${file}:${index + 1}`,
        todo: "Give one a line, such as arn:aws:iam::111122223333:role/app.",
        kind: "usage",
      });
    everywhere.add(root ?? name);
  }
  return { byIdentity: new Map(), everywhere, unclear: 0 };
};

/** Several files together. */
export const joinedSenders = (all: readonly Senders[]): Senders => {
  const byIdentity = new Map<string, ReadonlySet<string>>();
  for (const one of all)
    for (const [identity, names] of one.byIdentity)
      byIdentity.set(identity, new Set([...(byIdentity.get(identity) ?? []), ...names]));
  return {
    byIdentity,
    everywhere: new Set(all.flatMap(({ everywhere }) => [...everywhere])),
    unclear: all.reduce((sum, { unclear }) => sum + unclear, 0),
  };
};
