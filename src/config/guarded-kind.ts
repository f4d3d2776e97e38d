import type { Kind } from "../model/kind.ts";
import type { KindInCode } from "../model/kind-in-code.ts";
import type { PolicyDocument } from "../model/resource.ts";
import { isObject } from "../text/is-object.ts";

/**
 * A plugin's kind, whose functions break nothing: what throws or answers nonsense over a record is a problem with that
 * record, and a kind without documents or tags has none.
 */
export const guardedKind = (kind: Kind): Kind => ({
  ...kind,
  read: (record) => {
    const read = orFault(() => kind.read(record));
    if ("fault" in read) return { problem: `kind ${kind.kind} failed to read it: ${read.fault}` };
    return isRead(read.value, kind)
      ? read.value
      : { problem: `kind ${kind.kind} read it as something that is no resource` };
  },
  documents: (resource) => {
    const found = orFault(() => kind.documents(resource));
    return "value" in found && Array.isArray(found.value) ? found.value.filter(isDocument) : [];
  },
  tags: (resource) => {
    const found = orFault(() => kind.tags(resource));
    return "value" in found && isObject(found.value) ? found.value : undefined;
  },
  ...(kind.code?.ofName === undefined
    ? {}
    : { code: { ...kind.code, ofName: guardedName(kind.code.ofName) } }),
});

/** Members that follow from a name; none where the plugin fails over it, which `read` then says. */
const guardedName =
  (ofName: NonNullable<KindInCode["ofName"]>): NonNullable<KindInCode["ofName"]> =>
  (name) => {
    const found = orFault(() => ofName(name));
    return "value" in found && isObject(found.value) ? found.value : {};
  };

const orFault = <T>(run: () => T): { readonly value: T } | { readonly fault: string } => {
  try {
    return { value: run() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

const isRead = (value: unknown, { kind }: Kind): boolean =>
  isObject(value) &&
  (typeof value["problem"] === "string" ||
    (value["kind"] === kind &&
      [value["id"], value["name"], value["scope"]].every((text) => typeof text === "string") &&
      (value["owner"] === null || typeof value["owner"] === "string")));

const isDocument = (value: unknown): value is PolicyDocument =>
  isObject(value) && typeof value["name"] === "string" && typeof value["document"] === "string";
