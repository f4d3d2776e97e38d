import { madeText, type ObjectValue, type Value } from "../../written/value.ts";
import { entriesOf, keyText } from "../entries.ts";
import { listValue, unresolvedCall } from "./arguments.ts";
import type { TerraformFunction } from "./terraform-function.ts";

/** Later objects win; one that is not known could change any member. */
const merge: TerraformFunction = (args, call) => {
  const entries = new Map<string, Value>();
  for (const value of args) {
    if (value.kind === "null") continue;
    if (value.kind !== "object") return unresolvedCall([value], call);
    for (const [name, member] of value.entries) entries.set(name, member);
  }
  return { kind: "object", entries, span: call.span };
};

const ofObject =
  (compute: (object: ObjectValue) => readonly Value[]): TerraformFunction =>
  (args, call) => {
    const [object] = args;
    return object?.kind === "object" ? listValue(compute(object), call.span) : unresolvedCall(args, call);
  };

const lookup: TerraformFunction = (args, call) => {
  const [object, key, otherwise] = args;
  const name = key === undefined ? null : keyText(key);
  if (object?.kind !== "object" || name === null) return unresolvedCall(args, call);
  return object.entries.get(name) ?? otherwise ?? unresolvedCall([], call);
};

export const OBJECT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  merge,
  lookup,
  keys: ofObject((object) =>
    (entriesOf(object) ?? []).map(([key, member]) => madeText(keyText(key) ?? "", member.span)),
  ),
  values: ofObject((object) => (entriesOf(object) ?? []).map(([, member]) => member)),
};
