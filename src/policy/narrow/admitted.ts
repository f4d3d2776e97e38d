import type { Condition, Statement } from "../shapes.ts";
import type { Admitted } from "./principals.ts";
import type { Narrowing } from "./narrowing.ts";

/**
 * Who stays where strangers are kept out: those who were named; else those whom the statement's own conditions name as
 * callers; else the owner, where he is known. Null where there is nobody.
 */
export const admittedTo = (
  statement: Statement,
  { targets, owner, isWelcome = () => true }: Pick<Narrowing, "targets" | "owner" | "isWelcome">,
): Admitted | null => {
  const { accounts, principals, organizations } = targets;
  if (accounts.length + principals.length + organizations.length > 0)
    return { accounts, principals, organizations, from: "targets" };
  return (
    namedIn(statement.conditions, isWelcome) ??
    (owner === null ? null : { accounts: [owner], principals: [], organizations: [], from: "owner" })
  );
};

type Kind = keyof Omit<Admitted, "from">;

/** Keys whose fixed value says who calls, and what a value of them looks like. */
const CALLERS: ReadonlyMap<string, readonly [Kind, RegExp]> = new Map([
  ["aws:principalaccount", ["accounts", /^\d{12}$/]],
  ["aws:principalorgid", ["organizations", /^o-[a-z0-9]{10,32}$/]],
  ["aws:principalarn", ["principals", /^arn:aws[a-z-]*:iam::\d{12}:(?:user|role)\/[^*?$]+$/]],
]);

/** Operators that ask for one of their values. */
const ASKS: readonly string[] = [
  "StringEquals",
  "StringLike",
  "ArnEquals",
  "ArnLike",
  "StringEqualsIgnoreCase",
];

const namedIn = (conditions: readonly Condition[], isWelcome: (name: string) => boolean): Admitted | null => {
  const found: Record<Kind, string[]> = { accounts: [], principals: [], organizations: [] };
  for (const { key, operator, values } of conditions) {
    const caller = CALLERS.get(key.toLowerCase());
    if (caller === undefined || !ASKS.includes(operator)) continue;
    const [kind, form] = caller;
    for (const { text } of values)
      if (form.test(text) && isWelcome(text) && !found[kind].includes(text)) found[kind].push(text);
  }
  return Object.values(found).some(({ length }) => length > 0) ? { ...found, from: "conditions" } : null;
};
