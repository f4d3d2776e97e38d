import { moment } from "../../src/policy/evaluate/operators/date.ts";
import type { BaseOperator, Condition, Policy } from "../../src/policy/shapes.ts";
import { ignoringCase, marks, matches, matchesArn, type Mark } from "./glob.ts";
import { type Address, type Case, type Content, type Key, type Slot } from "./key.ts";
import { notCovered } from "./not-covered.ts";
import { block, isWithin } from "./places.ts";
import { and, apply, constant, FALSE, leaf, not, or, TRUE, type Term } from "./term.ts";
import { literal, type Text } from "./text.ts";

/** The request's keys, by name in lower case. */
export type Keys = ReadonlyMap<string, Key | null>;

/** A value of a policy with its variables replaced, and when it comes to that. */
interface Expansion {
  readonly when: Term;
  readonly marks: readonly Mark[];
}

/** What a variable may bring in; nothing where it has no value and no default. */
const brought = (
  inside: string,
  keys: Keys,
): readonly { readonly when: Term; readonly texts: readonly Text[] }[] => {
  if (["*", "?", "$"].includes(inside)) return [{ when: TRUE, texts: [literal(inside)] }];
  const [, name = inside, preset] = /^([^,]*),\s*'([^']*)'\s*$/.exec(inside) ?? [];
  const key = keys.get(name.trim().toLowerCase());
  if (key === undefined) throw notCovered(`the variable ${name}`);
  const values = key === null || key.many ? [] : key.slots.flatMap(({ cases }) => cases);
  const present = key === null || key.many ? FALSE : key.present;
  return [
    ...values.map(({ when, content }) => {
      if (!("texts" in content)) throw notCovered(`the variable ${name}`);
      return { when: and(present, when), texts: content.texts };
    }),
    ...(preset === undefined ? [] : [{ when: not(present), texts: [literal(preset)] }]),
  ];
};

/** The ways in which a value reads, by what its variables bring in. Only 2012-10-17 has variables. */
export const expansions = (
  text: string,
  version: Policy["version"],
  keys: Keys,
  wildcards: boolean,
): readonly Expansion[] => {
  if (version !== "2012-10-17") return [{ when: TRUE, marks: marks(text, wildcards) }];
  return text.split(/(\$\{[^}]*\})/).reduce<readonly Expansion[]>(
    (done, piece) => {
      const inside = /^\$\{([^}]*)\}$/.exec(piece)?.[1];
      const next =
        inside === undefined
          ? [{ when: TRUE, marks: marks(piece, wildcards) }]
          : brought(inside, keys).map(({ when, texts }) => ({ when, marks: texts.flatMap(inlined) }));
      return done.flatMap((before) =>
        next.map((after) => ({
          when: and(before.when, after.when),
          marks: [...before.marks, ...after.marks],
        })),
      );
    },
    [{ when: TRUE, marks: [] }],
  );
};

/** What is known of a text goes into the pattern as it stands. */
const inlined = (text: Text): readonly Mark[] =>
  text.fixed
    ? text.chars.map((char) => (typeof char === "number" ? char : { chars: [char], fixed: true }))
    : [text];

type Compare = (wanted: readonly Mark[], given: readonly Text[]) => Term;

const TEXT: Readonly<Record<string, Compare>> = {
  StringEquals: matches,
  StringLike: matches,
  StringEqualsIgnoreCase: (wanted, given) => matches(...ignoringCase(wanted, given)),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, given) => matches(...ignoringCase(wanted, given)),
};

const WILD = /Like|Arn/;
const ORDER: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
};

const isNegated = (operator: BaseOperator): boolean => operator.includes("Not");
const positive = (operator: BaseOperator): string => operator.replace("Not", "");

const number = (value: number): Term =>
  value < 0 ? apply("-", leaf(decimal(-value))) : leaf(decimal(value));
const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const real = (term: Term): Term => apply("to_real", term);

const compared = (operator: string, given: Term, wanted: number | null): Term =>
  wanted === null
    ? FALSE
    : apply(ORDER[operator.replace(/^(Numeric|Date)/, "")] ?? "", given, number(wanted));

const inBlock = (text: string, given: Address): Term => {
  const run = block(text);
  if (run === null || run.version !== given.version) return FALSE;
  if ("first" in given) return constant(isWithin(run, given.version, given.first));
  const width = given.version === 4 ? 32 : 128;
  const length = width - ((run.end - run.first).toString(2).length - 1);
  if (length === 0) return TRUE;
  const prefix = (run.first >> BigInt(width - length)).toString(2).padStart(length, "0");
  return apply("=", apply(`(_ extract ${width - 1} ${width - length})`, given.bits), leaf(`#b${prefix}`));
};

/** Base64 of the same bytes: with all, some or none of the padding. */
const sameBytes = (wanted: string, given: readonly Text[]): Term => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(wanted)) return FALSE;
  const bare = wanted.replace(/=+$/, "");
  return or(...["", "=", "=="].map((end) => matches(marks(bare + end, false), given)));
};

/** Whether a value of the policy, as it stands, matches what a key holds. */
const matchesContent = (
  operator: string,
  text: string,
  content: Content,
  version: Policy["version"],
  keys: Keys,
): Term => {
  if ("texts" in content) {
    const compare = TEXT[operator];
    if (operator === "BinaryEquals") return sameBytes(text, content.texts);
    if (compare === undefined && content.texts.every(isLiteral)) return FALSE;
    if (compare === undefined) throw notCovered(`${operator} on a text`);
    const ways = expansions(text, version, keys, WILD.test(operator));
    return or(...ways.map(({ when, marks }) => and(when, compare(marks, content.texts))));
  }
  if ("number" in content && operator.startsWith("Numeric"))
    return compared(operator, content.number, NUMBER.test(text) ? Number(text) : null);
  if ("seconds" in content && operator.startsWith("Numeric"))
    return compared(operator, real(content.seconds), NUMBER.test(text) ? Number(text) : null);
  if ("seconds" in content && operator.startsWith("Date")) {
    const read = moment(text);
    return compared(operator, real(content.seconds), read === null ? null : read / 1000);
  }
  if ("address" in content && operator === "IpAddress") return inBlock(text, content.address);
  throw notCovered(`${operator} on ${Object.keys(content).join()}`);
};

const isLiteral = ({ chars }: Text): boolean => chars.every((char) => typeof char === "number");

/** Whether one value of the request is as the condition wants it. */
const accepts = (
  { operator, values }: Condition,
  { cases }: Slot,
  version: Policy["version"],
  keys: Keys,
): Term => {
  const ofCase = ({ content }: Case): Term => {
    const any = or(
      ...values.map(({ text }) => matchesContent(positive(operator), text, content, version, keys)),
    );
    return isNegated(operator) ? not(any) : any;
  };
  return or(...cases.map((one) => and(one.when, ofCase(one))));
};

/** Whether a condition holds (IAM user guide: condition_operators, multi-value-conditions, variables "no value"). */
export const holds = (condition: Condition, version: Policy["version"], keys: Keys): Term => {
  const { qualifier, operator, ifExists } = condition;
  const key = keys.get(condition.key.toLowerCase());
  if (key === undefined) throw notCovered(`the key ${condition.key}`);
  const present = key === null ? FALSE : key.present;
  if (operator === "Null") {
    if (qualifier !== null) return constant(qualifier === "ForAllValues");
    const wanted = condition.values.map(({ text }) => text.toLowerCase());
    return or(
      ...(wanted.includes("true") ? [not(present)] : []),
      ...(wanted.includes("false") ? [present] : []),
    );
  }
  const missing = ifExists || qualifier === "ForAllValues" || (qualifier === null && isNegated(operator));
  const slots = (key?.slots ?? []).map((slot) => ({
    there: slot.there,
    fits: accepts(condition, slot, version, keys),
  }));
  const every = qualifier === "ForAllValues" || (qualifier === null && isNegated(operator));
  const given = every
    ? and(...slots.map(({ there, fits }) => or(not(there), fits)))
    : or(...slots.map(({ there, fits }) => and(there, fits)));
  return or(and(present, given), missing ? not(present) : FALSE);
};
