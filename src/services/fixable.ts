import type { KindName } from "../model/resource.ts";
import type { Fixable } from "./fix.ts";
import { SES_FIX } from "./ses/fix.ts";

/** Every kind whose policies can be narrowed. */
export const FIXABLE: readonly Fixable[] = [SES_FIX];

export const fixableOf = (kind: KindName): Fixable | null => FIXABLE.find((one) => one.kind === kind) ?? null;
