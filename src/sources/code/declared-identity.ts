import { arnOfIdentity } from "../written/identity-name.ts";
import type { ObjectValue, Value } from "../written/value.ts";
import type { Program } from "./program.ts";

export const isIdentity = (constructed: string, { kind }: Program): boolean =>
  Object.hasOwn(kind.programs.declared, constructed);

/** An identity that the program declares, with the attributes that policies refer to. */
export const identityValue = (
  constructed: string,
  given: ObjectValue | null,
  { kind, account }: Program,
): Value | null => {
  const name = (kind.programs.declared[constructed] ?? [])
    .map((one) => given?.entries.get(one))
    .find((value) => value !== undefined);
  if (name === undefined) return null;
  const { span } = name;
  const { attributes } = kind.programs;
  const arn = arnOfIdentity(name, account, span, kind);
  const entries = new Map<string, Value>([
    ...attributes.name.map((attribute) => [attribute, name] as const),
    ...attributes.arn.map((attribute) => [attribute, arn] as const),
  ]);
  const own: Value = { kind: "object", entries: new Map(entries), span };
  entries.set("nodes", { kind: "object", entries: new Map([[attributes.node, own]]), span });
  return { kind: "object", entries, span };
};
