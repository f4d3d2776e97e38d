import type { KindName } from "../model/resource.ts";
import type { Access } from "./access.ts";
import { SES_ACCESSES } from "./ses/accesses.ts";

const ACCESSES: Readonly<Record<KindName, readonly Access[]>> = SES_ACCESSES;

/** Every use of a kind of resource; none where its policies are not understood. */
export const accessesOf = (kind: KindName): readonly Access[] => ACCESSES[kind] ?? [];
