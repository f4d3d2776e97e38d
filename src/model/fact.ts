/** A JSON Pointer (RFC 6901). */
export type Pointer = "" | `/${string}`;

/** What was asked, and how it was refused. `attempts` counts the calls made, retries included. */
export interface Refusal {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

/** Whether a value is a whole refusal, each member of it in its form. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" &&
  value !== null &&
  ["operation", "code", "message"].every((name) => typeof Reflect.get(value, name) === "string") &&
  isCount(Reflect.get(value, "attempts"));

/** A whole number from 0 up. */
export const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** Stands in place of a value that was asked for and not given. */
export interface Unread {
  readonly unread: Refusal;
}

/** A fact of a resource: read, refused, or (undefined) not asked for. An empty list means "asked, and there is none". */
export type Fact<T> = T | Unread | undefined;

/** Tells a refusal from a value: a tag may be called `unread` too, but what it holds is a text. */
export const isUnread = (value: unknown): value is Unread =>
  typeof value === "object" &&
  value !== null &&
  "unread" in value &&
  typeof value.unread === "object" &&
  value.unread !== null;

/** What stands in place of a fact that was asked for and not given. `attempts` counts the calls made, retries included. */
export const unreadFact = (operation: string, code: string, message: string, attempts = 1): Unread => ({
  unread: { operation, code, message, attempts },
});

/** The refusal of an answer with status 200 that says nothing: HTML, an empty body, or another server's. */
export const unexpectedAnswer = (operation: string, lacks: string): Unread =>
  unreadFact(operation, "UnexpectedAnswer", `The answer has no ${lacks}; what answered may not be AWS.`);
