import type { Kind } from "../model/kind.ts";
import type { KindName } from "../model/resource.ts";
import type { Access } from "./access.ts";
import type { Changes } from "./changes.ts";
import type { Fixable } from "./fix.ts";
import type { Service } from "./service.ts";
import { SES } from "./ses/service.ts";

/** A new service is a name here; what it consists of: service.ts. */
const SERVICES: readonly Service[] = [SES];

/** Every built-in kind of resource. */
export const KINDS: readonly Kind[] = SERVICES.flatMap(({ kinds }) => kinds);

/** Every kind whose policies can be narrowed. */
export const FIXABLE: readonly Fixable[] = SERVICES.flatMap(({ fixable }) => fixable);

/** Every call that changes a resource, by service. */
export const CHANGES: readonly Changes[] = SERVICES.flatMap(({ changes }) => changes ?? []);

/** Name and date of every table. */
export const TABLES: Readonly<Record<string, string>> = Object.assign(
  {},
  ...SERVICES.map(({ tables }) => tables),
);

/** Every use of a kind of resource; none where its policies are not understood. */
export const accessesOf = (kind: KindName): readonly Access[] =>
  SERVICES.flatMap(({ accesses }) => accesses[kind] ?? []);

export const fixableOf = (kind: KindName): Fixable | null => FIXABLE.find((one) => one.kind === kind) ?? null;
