import type { AnyRule } from "../model/rule.ts";
import { rule as ses003 } from "./ses-003-exposed-identities/rule.ts";

/** Every built-in rule, by id. */
export const RULES: readonly AnyRule[] = [ses003];
