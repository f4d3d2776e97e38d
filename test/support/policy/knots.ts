import { STRANGER } from "../../../src/policy/decide/request/caller-class.ts";
import { ruleOf } from "../../../src/policy/decide/relations/equalities.ts";
import { isWild } from "../../../src/policy/decide/search/instantiate.ts";
import { valueIn, type Knot, type Values } from "../../../src/policy/decide/relations/component.ts";
import { isNegated, operandOf } from "../../../src/policy/decide/compile/operand.ts";
import { initial } from "../../../src/policy/decide/search/allow-minus-denies.ts";
import { KINDS } from "../../../src/policy/decide/keys/dimensions.ts";
import type { Slot } from "../../../src/policy/decide/keys/condition-key.ts";
import { narrowed, type Rule, type State } from "../../../src/policy/decide/request/symbolic-request.ts";
import { templateOf, textOf, variablesOf } from "../../../src/policy/decide/compile/policy-variables.ts";
import {
  asCaller,
  isSlot,
  variablesIn,
  type Bit,
  type Tie,
} from "../../../src/policy/decide/request/relation.ts";
import type { World } from "../../../src/policy/decide/request/environment.ts";
import { holds } from "../../../src/policy/evaluate/condition.ts";
import type { BaseOperator, Condition } from "../../../src/policy/shapes.ts";

/** One condition as `key operator value`, the value as in a policy: `aws:username StringLike x${aws:PrincipalTag/t}`. */
export type Line = `${string} ${BaseOperator} ${string}` | `${string} ${BaseOperator} `;

/** The line with `a`, `b`, `c` and `d` as tags of the caller's. */
export const inFull = (line: string): Line =>
  line.replaceAll(/(?<=^|\{)[abcd](?= |\})/g, "aws:PrincipalTag/$&") as Line;

interface Told {
  readonly key: string;
  readonly operator: BaseOperator;
  readonly value: string;
}

const told = (line: Line): Told => {
  const [key = "", operator = "", ...rest] = line.split(" ");
  return { key, operator: operator as BaseOperator, value: rest.join(" ") };
};

/** The line as a tie, of a caller of the kind. */
export const tieOf = ({ find }: World, line: Line, kind: number = KINDS.user): Tie => {
  const { key, operator, value } = told(line);
  const bits = templateOf(value).map((piece): Bit =>
    "variable" in piece
      ? asCaller(find(piece.variable), kind)
      : (textOf(piece, isWild(operator), () => null) ?? []),
  );
  return { key: asCaller(find(key), kind), sign: !isNegated(operator), operator, bits };
};

const isTied = ({ bits }: Tie): boolean => bits.some(isSlot);

const asRule = (tie: Tie): Rule =>
  ruleOf(tie, operandOf(tie.operator, [tie.bits.flatMap((bit) => (isSlot(bit) ? [] : bit))]));

export const stateOf = (world: World, kind: number): State => {
  const [state] = initial({ world, party: STRANGER }, 1);
  const own = state === undefined ? null : narrowed(state, { kinds: kind });
  if (own === null) throw new Error("no stranger is of the kind");
  return own;
};

/** Ties of lines that have variables, rules of those that have none. */
export const knotOf = (
  world: World,
  lines: readonly Line[],
  fixed: Values = new Map(),
  kind: number = KINDS.user,
): Knot => {
  const all = lines.map((line) => tieOf(world, line, kind));
  const slots = new Map<string, Slot>();
  for (const slot of all.flatMap(variablesIn)) if (!slots.has(slot.variable)) slots.set(slot.variable, slot);
  const ruled = all.filter((tie) => !isTied(tie)).map(asRule);
  return {
    ask: { world: { ...world, budget: { left: Infinity }, doubt: { says: null } }, party: STRANGER },
    state: stateOf(world, kind),
    slots,
    rules: new Map(
      Array.from(slots.keys(), (variable) => [
        variable,
        ruled.filter(({ slot }) => slot.variable === variable),
      ]),
    ),
    fixed,
    ties: all.filter(isTied),
  };
};

export const conditionOf = (line: Line, ifExists = false): Condition => {
  const { key, operator, value } = told(line);
  return { at: "", qualifier: null, operator, ifExists, key, values: [{ text: value, at: "" }] };
};

/** The key of the line, and its variables. */
export const namesIn = (line: Line): readonly string[] => {
  const { key, value } = told(line);
  return [key, ...variablesOf(templateOf(value))];
};

/** The condition by the second evaluator. */
export const holdsOn = (
  condition: Condition,
  context: Readonly<Record<string, string | readonly string[]>>,
): boolean => holds(condition, "2012-10-17", { principal: "", action: "", resource: "", context });

/** Whether the line's condition holds where every key has the value that its variable gives it. */
export const isTrue = (world: World, line: Line, values: Values, kind: number = KINDS.user): boolean =>
  holdsOn(
    conditionOf(line),
    Object.fromEntries(
      namesIn(line).map((name) => [name, valueIn(values, asCaller(world.find(name), kind)) ?? ""]),
    ),
  );
