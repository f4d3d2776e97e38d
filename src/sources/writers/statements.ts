import type { CodeKind } from "../written/code-kind.ts";
import { isComment } from "./writer-uses.ts";

/** A range of a text, in UTF-16 units. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * How the languages write that a statement has a principal: `"Principal":`, `principals=[`, `principals {`, `"Principal" =>`; in
 * a text within texts each quote has more backslashes, in CSV it is doubled, and in XML it is an entity.
 */
const PRINCIPAL = /\b(?:not_?)?principals?(?:\\{0,31}["'`]|""|&(?:quot|#34|#x22);)?\s{0,20}(?:=>|[:=({])/i;

const PRINCIPAL_LINE = /^[\s-]{0,60}["']?(?:not)?principals?["']?\s{0,20}[:=]/im;

/** Methods that give a statement its principal: `addAnyPrincipal()`, `withPrincipals(…)`, `.addPrincipal(…)`. */
const PRINCIPAL_METHOD = /\b(?:add|with)_?\w{0,20}_?principals?\s{0,5}\(/i;

/** So far around an action its statement is looked for, in UTF-16 units; most services take policies of some KB. */
const REACH = 5_000;

/** So near to an action a method gives its principal to the same statement. */
const NEAR = 400;

/** Units of a text that are looked at, so that a hostile one ends; the rest of such a text counts as one statement. */
const MOST_UNITS = 3_000_000;

/**
 * Statements about a kind's service with a principal, in a text of any language: what a policy of a resource is made of, and
 * hardly anything else. A policy of a role names no principal beside an action, and its trust no action of the service.
 */
export const statementsIn = (text: string, { actions }: CodeKind): readonly Range[] => {
  const found = new Map<number, Range>();
  if (!PRINCIPAL.test(text) && !PRINCIPAL_METHOD.test(text)) return [];
  const budget = { left: MOST_UNITS };
  for (const { 0: action, index } of text.matchAll(actions.named)) {
    const range = isComment(text, index)
      ? null
      : budget.left > 0
        ? statementAround(text, index, index + action.length, budget)
        : { from: index, to: text.length };
    if (range !== null) found.set(range.from, range);
    if (budget.left <= 0) break;
  }
  return [...found.values()];
};

const statementAround = (text: string, from: number, to: number, budget: { left: number }): Range | null => {
  const near = { from: Math.max(0, from - NEAR), to: Math.min(text.length, to + NEAR) };
  if (PRINCIPAL_METHOD.test(text.slice(near.from, near.to))) return near;
  let inner: Range = { from, to };
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const group = groupAround(text, inner);
    budget.left -= group === null ? REACH : 0;
    // Lines of TOML or YAML in another text.
    if (group === null) return PRINCIPAL_LINE.test(text.slice(near.from, near.to)) ? near : null;
    budget.left -= 2 * (group.to - group.from);
    if (budget.left <= 0) return group;
    const own = ownText(text.slice(group.from + 1, group.to - 1));
    if (PRINCIPAL.test(own)) return group;
    // `[]string{"ses:SendEmail"}` is a list, and `Action(…)` one value: the statement is around it.
    if (text[group.from] === "{" && MEMBER.test(own.replaceAll(QUOTED, ""))) return null;
    inner = group;
  }
  return null;
};

/** An action stands in a list of a call of a statement, at most. */
const MOST_LEVELS = 5;

const MEMBER = /[:=]/;
const QUOTED = /(["'`])[^"'`\n]*\1/g;

/** The innermost pair of brackets around a range, with the brackets; those in quotes count, since a policy may be a text. */
const groupAround = (text: string, { from, to }: Range): Range | null => {
  const first = Math.max(0, from - REACH);
  let begin = -1;
  for (let at = from - 1, depth = 0; at >= first && begin < 0; at -= 1) {
    const unit = text[at] ?? "";
    if (CLOSING.has(unit)) depth += 1;
    else if (OPENING.has(unit)) {
      if (depth === 0) begin = at;
      depth -= 1;
    }
  }
  if (begin < 0) return null;
  const last = Math.min(text.length, to + REACH);
  for (let at = to, depth = 0; at < last; at += 1) {
    const unit = text[at] ?? "";
    if (OPENING.has(unit)) depth += 1;
    else if (CLOSING.has(unit)) {
      if (depth === 0) return { from: begin, to: at + 1 };
      depth -= 1;
    }
  }
  return null;
};

const OPENING: ReadonlySet<string> = new Set(["{", "[", "("]);
const CLOSING: ReadonlySet<string> = new Set(["}", "]", ")"]);

/** What stands in a group itself: of what is inside of its own groups only the brackets are left. */
const ownText = (inside: string): string => {
  let own = "";
  let depth = 0;
  for (const unit of inside) {
    if (CLOSING.has(unit)) depth -= 1;
    if (depth === 0) own += unit;
    if (OPENING.has(unit)) {
      if (depth === 0) own = own.endsWith(unit) ? own : own + unit;
      depth += 1;
    }
  }
  return own;
};

const PRINCIPAL_MARK = Buffer.from("rincipal");

/** Whether a file's bytes can hold such a statement. */
export const canHoldStatement = (bytes: Buffer, { actions }: CodeKind): boolean =>
  inCases(actions.prefix).some((prefix) => bytes.includes(prefix)) && bytes.includes(PRINCIPAL_MARK);

/** IAM takes a prefix in any case, and these are the ones that people write. */
const inCases = (prefix: string): readonly string[] => [
  prefix,
  prefix.toUpperCase(),
  prefix.charAt(0).toUpperCase() + prefix.slice(1),
];
