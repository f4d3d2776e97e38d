import type { AnyKind } from "../model/kind.ts";
import { SES_KIND } from "./ses/kind.ts";

/** Every built-in kind of resource. */
export const KINDS: readonly AnyKind[] = [SES_KIND];
