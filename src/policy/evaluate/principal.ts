import type { PrincipalElement } from "../shapes.ts";
import { valueOf, type Request } from "./request.ts";

type Entry = PrincipalElement["entries"][number];

/** Whether a statement is about the caller. An element without entries is about nobody, negated or not. */
export const aboutCaller = (element: PrincipalElement, request: Request): boolean =>
  element.entries.length > 0 && element.entries.some((entry) => names(entry, request)) !== element.not;

const names = (entry: Entry, request: Request): boolean => {
  if (entry.type === "AWS") return namesAws(entry.text, request);
  return entry.type === "Service" && entry.text === request.principal;
};

/** A star is everyone, an account id or root ARN the whole account, a role its sessions too; no other wildcards. */
const namesAws = (text: string, request: Request): boolean =>
  text === "*" ||
  (accountOf(text) !== null && accountOf(text) === valueOf(request, "aws:PrincipalAccount")) ||
  text === request.principal ||
  (/^arn:[^:]*:iam::\d{12}:role\//.test(text) && text === valueOf(request, "aws:PrincipalArn"));

const accountOf = (text: string): string | null =>
  /^(\d{12})$/.exec(text)?.[1] ?? /^arn:[^:]*:iam::(\d{12}):root$/.exec(text)?.[1] ?? null;
