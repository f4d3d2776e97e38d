import type { Tokens } from "../../sets/pattern.ts";
import { inField, type Operand } from "../compile/operand.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import type { Constraint } from "../request/symbolic-request.ts";
import {
  equalTo,
  foldsCase,
  isOfArns,
  isKey,
  leastLength,
  patternSegments,
  keysIn,
  textIn,
  type Segment,
  type Relation,
} from "../request/relation.ts";
import { anyOf } from "../keys/projection.ts";

const termOf = ({ variable, projection }: ConditionKey): string => `${variable}\n${projection}`;

/** What becomes of a relation: nothing where all texts meet it, or a rule in its place; null where none meets it. */
export type Outcome = readonly (Relation | Constraint)[] | null;

export const isRelation = (one: Relation | Constraint): one is Relation => "segments" in one;

export const constraintOf = ({ key, sign }: Relation, operand: Operand): Constraint => ({
  key,
  every: false,
  sign,
  operand,
});

/** What is to be the same, as classes of keys; and the relations without those that say so once more. */
export const mergeEqual = (
  relations: readonly Relation[],
): {
  readonly relations: readonly Relation[];
  readonly classOf: (key: ConditionKey) => readonly ConditionKey[];
} => {
  const classes = new Map<string, readonly ConditionKey[]>();
  const classOf = (key: ConditionKey): readonly ConditionKey[] => classes.get(termOf(key)) ?? [key];
  const left = relations.filter((relation) => {
    const other = isOfArns(relation) ? null : equalTo(relation);
    if (other === null) return true;
    const own = classOf(relation.key);
    if (own.some((key) => termOf(key) === termOf(other))) return false;
    const joint = [...own, ...classOf(other)];
    for (const key of joint) classes.set(termOf(key), joint);
    return true;
  });
  return { relations: left, classOf };
};

/** Whether one relation asks for the very texts that another forbids. */
export const contradict = (relations: readonly Relation[]): boolean =>
  relations.some(
    (yes) =>
      yes.sign &&
      relations.some(
        (no) =>
          !no.sign &&
          isOfArns(yes) === isOfArns(no) &&
          (foldsCase(no) || !foldsCase(yes)) &&
          termOf(yes.key) === termOf(no.key) &&
          isSame(yes.segments, no.segments),
      ),
  );

const isSame = (a: readonly Segment[], b: readonly Segment[]): boolean =>
  a.length === b.length && a.every((segment, index) => isSameSegment(segment, b[index] ?? []));

const isSameSegment = (a: Segment, b: Segment): boolean =>
  isKey(a)
    ? isKey(b) && termOf(a) === termOf(b)
    : !isKey(b) && a.length === b.length && a.every((token, index) => token === b[index]);

/** Whether some text would have to be longer than itself: each is at least as long as its parts. */
export const isEndless = (relations: readonly Relation[]): boolean => {
  const steps = relations
    .filter(({ sign }) => sign)
    .flatMap((relation) =>
      keysIn(relation.segments).flatMap((key) => {
        const step = { from: termOf(key), to: termOf(relation.key), more: leastLength(relation) };
        return equalTo(relation) === null ? [step] : [step, { from: step.to, to: step.from, more: 0 }];
      }),
    );
  const lengths = new Map<string, number>();
  const grow = (): boolean =>
    steps.reduce((grown, { from, to, more }) => {
      const least = (lengths.get(from) ?? 0) + more;
      if (least <= (lengths.get(to) ?? 0)) return grown;
      lengths.set(to, least);
      return true;
    }, false);
  // Without a circle, nothing grows any more when each step has been taken as often as there are steps.
  for (let round = 0; round <= steps.length; round += 1) if (!grow()) return false;
  return true;
};

const isEmpty = (key: ConditionKey, relation: Relation): Constraint =>
  constraintOf({ ...relation, key }, { form: "exact", texts: [""], fold: false });

/** A text of fewer than six fields never matches an ARN pattern. */
export const ANY_ARN: Operand = { form: "arn", patterns: ["*:*:*:*:*:*"] };

/** A relation of a key with what is the same, or with a part of it. */
export const withItself = (
  relation: Relation,
  classOf: (key: ConditionKey) => readonly ConditionKey[],
): Outcome => {
  const own = classOf(relation.key);
  const isOwn = (segment: Segment): boolean =>
    isKey(segment) && own.some((key) => termOf(key) === termOf(segment));
  const times = relation.segments.filter(isOwn).length;
  // An equality that made the class stays what it is.
  if (times === 0 || (equalTo(relation) !== null && !isOfArns(relation)))
    return withOwnPart(relation, classOf);
  if (leastLength(relation) > 0) return relation.sign ? null : [];
  const others = keysIn(relation.segments).filter((bit) => !isOwn(bit));
  // Only the empty text is as long as twice itself, and that is no ARN.
  if (isOfArns(relation) && times > 1) return relation.sign ? null : [];
  if (isOfArns(relation)) return others.length > 0 ? [relation] : [constraintOf(relation, ANY_ARN)];
  const empty = [...others, ...(times > 1 ? [relation.key] : [])];
  if (empty.length === 0) return relation.sign ? [] : null;
  // That not all of several are empty is no rule on one of them.
  return relation.sign || empty.length === 1 ? empty.map((key) => isEmpty(key, relation)) : [relation];
};

/** `arn:aws:iam::${aws:PrincipalAccount}:*` of a principal's ARN: whatever the account is, it stands there. */
const withOwnPart = (
  relation: Relation,
  classOf: (key: ConditionKey) => readonly ConditionKey[],
): Outcome => {
  const segments = patternSegments(relation);
  const index = segments.findIndex(isKey);
  const [bit, ...more] = keysIn(segments);
  if (relation.key.projection !== "whole" || bit === undefined || more.length > 0) return [relation];
  const part = classOf(bit).find(({ variable }) => variable === relation.key.variable);
  const before = textIn(segments.slice(0, index));
  const after = textIn(segments.slice(index));
  if (part === undefined || !isPlace(part, before, after)) return [relation];
  return [
    constraintOf(relation, { form: "glob", patterns: [[...before, anyOf(part.projection), ...after]] }),
  ];
};

/** Whether between such texts only that part of the value can stand. */
const isPlace = ({ projection }: ConditionKey, before: Tokens, after: Tokens): boolean => {
  if (projection === "organization") return before.length === 0 && after[0] === "/";
  if (projection === "user name") return before.at(-1) === "/" && after.length === 0;
  return (
    projection === "account" &&
    before.filter((token) => token === ":").length === 4 &&
    before.every((token) => typeof token === "string" || token === inField(token)) &&
    after[0] === ":"
  );
};
