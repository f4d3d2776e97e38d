import type { Value } from "../written/value.ts";
import { bindEntry, entriesOf, keyText } from "./entries.ts";
import type { Evaluate, Frame } from "./frame.ts";
import { truth } from "./operators.ts";
import { spanOfRange, unresolved } from "./traverse.ts";
import type { Expression } from "./syntax.ts";

/** `[for … : …]` gives a tuple, `{for … : … => …}` an object. */
export const comprehension = (
  expression: Expression & { readonly type: "for" },
  frame: Frame,
  evaluate: Evaluate,
): Value => {
  const over = evaluate(expression.over, frame);
  const entries = entriesOf(over);
  const refused: Value = { ...unresolved(expression), wrong: true };
  if (entries === null)
    return over.kind === "unknown" ? over : over.kind === "entity" ? unresolved(expression) : refused;
  const items: Value[] = [];
  const members = new Map<string, Value>();
  for (const [key, value] of entries) {
    const bound = bindEntry(frame, expression, key, value);
    const kept = expression.condition === null ? true : truth(evaluate(expression.condition, bound));
    if (kept === false) continue;
    if (kept !== true && kept.wrong === true) return refused;
    const result = kept === true ? evaluate(expression.result, bound) : kept;
    if (expression.resultKey === null) {
      items.push(result);
      continue;
    }
    const evaluated = evaluate(expression.resultKey, bound);
    const name = keyText(evaluated);
    if (name === null || kept !== true)
      return evaluated.kind === "unknown" || evaluated.kind === "text" || kept !== true
        ? unresolved(expression)
        : refused;
    const known = members.get(name);
    if (known !== undefined && !expression.grouped) return refused;
    members.set(
      name,
      expression.grouped
        ? {
            kind: "list",
            items: [...(known?.kind === "list" ? known.items : []), result],
            span: result.span,
          }
        : result,
    );
  }
  const span = spanOfRange(expression);
  return expression.resultKey === null
    ? { kind: "list", items, span }
    : { kind: "object", entries: members, span };
};
