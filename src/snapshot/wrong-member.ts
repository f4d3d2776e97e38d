import { isCount, isRefusal } from "../model/fact.ts";
import { parseScope } from "../model/scope.ts";
import { isObject } from "../text/is-object.ts";

/** What a member has to be, in words that complete "is not …". */
interface Form {
  readonly says: string;
  readonly is: (value: unknown) => boolean;
  readonly optional?: true;
}

const isText = (value: unknown): value is string => typeof value === "string";

const isTime = (value: unknown): boolean =>
  isText(value) &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
  !Number.isNaN(Date.parse(value));

const isCaller = (value: unknown): boolean =>
  value === null || (isObject(value) && isText(value["account"]) && isText(value["arn"]));

const FILE_STATUSES: readonly unknown[] = ["judged", "skipped", "not-understood"];

const isFileNote = (value: unknown): boolean =>
  isObject(value) &&
  isText(value["path"]) &&
  FILE_STATUSES.includes(value["status"]) &&
  (value["reason"] === undefined || isText(value["reason"])) &&
  (value["line"] === undefined || isCount(value["line"]));

const isLanes = (value: unknown): boolean =>
  isObject(value) &&
  Array.isArray(value["open"]) &&
  value["open"].every(isText) &&
  Array.isArray(value["retired"]) &&
  value["retired"].every((one) => isObject(one) && isText(one["lane"]) && isRefusal(one["unread"]));

const SCOPE_STATUSES: readonly unknown[] = ["complete", "partial", "unread", "unavailable", "excluded"];

const TIME: Form = { says: "a time with its zone, as 2026-11-23T16:00:00Z", is: isTime };
const TEXT: Form = { says: "a text", is: isText };
const COUNT: Form = { says: "a count", is: isCount };

const optional = (form: Form): Form => ({ ...form, optional: true });

type Forms = Readonly<Record<string, Form>>;

const HEAD: Forms = {
  version: { says: "known; this is version 1", is: (value) => value === 1 },
  startedAt: TIME,
  tool: TEXT,
  caller: { says: 'null and not {"account","arn"}', is: isCaller },
  parameters: { says: "an object", is: isObject },
};

const SCOPE: Forms = {
  id: { says: "the id of a scope", is: (value) => isText(value) && parseScope(value) !== null },
  status: { says: "known", is: (value) => SCOPE_STATUSES.includes(value) },
  listed: COUNT,
  gone: optional(COUNT),
  excluded: optional(COUNT),
  populationKnown: optional({ says: "true or false", is: (value) => typeof value === "boolean" }),
  only: optional({
    says: "a list of ids",
    is: (value) => Array.isArray(value) && value.every(isText),
  }),
  unread: optional({ says: 'a refusal: {"operation","code","message","attempts"}', is: isRefusal }),
  reason: optional(TEXT),
  files: optional({
    says: "a list of files, each with its path and status",
    is: (value) => Array.isArray(value) && value.every(isFileNote),
  }),
  lanes: optional({ says: 'lanes: {"open":[…],"retired":[…]}', is: isLanes }),
};

const END: Forms = { finishedAt: TIME };

/** Facts are their kind's business. */
const RESOURCE: Forms = {
  id: { says: "a text with something in it", is: (value) => isText(value) && value !== "" },
  collectedAt: optional(TIME),
};

const FORMS: Readonly<Record<string, Forms>> = { snapshot: HEAD, scope: SCOPE, end: END };

/** Whether a record of this kind has its place in a snapshot; which kinds of resources there are, plugins decide. */
export const isKnownKind = (kind: string): boolean => kind.includes(".") || Object.hasOwn(FORMS, kind);

/** What is wrong with a record's own members, or null; members that are not known are let be. */
export const wrongMember = (record: Readonly<Record<string, unknown>>): string | null => {
  const kind = String(record["kind"]);
  const forms = kind.includes(".") ? RESOURCE : Object.hasOwn(FORMS, kind) ? FORMS[kind] : undefined;
  if (forms === undefined) return `the kind ${JSON.stringify(kind)} is not known`;
  for (const [name, form] of Object.entries(forms)) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (value === undefined ? form.optional !== true : !form.is(value))
      return `${member(kind, name)}${shown(value)} is not ${form.says}`;
  }
  return null;
};

const member = (kind: string, name: string): string =>
  `the ${kind.includes(".") ? "resource" : kind}'s \`${name}\``;

/** Longest value that is repeated to the reader, in characters. */
const SHOWN = 40;

const shown = (value: unknown): string => {
  if (value === undefined) return " is missing: it";
  const text = typeof value === "object" ? "" : JSON.stringify(value);
  return text === "" || text.length > SHOWN ? "" : ` ${text}`;
};
