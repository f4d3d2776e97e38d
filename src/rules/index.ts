import type { AnyRule } from "../model/rule.ts";
import { rule as ses001 } from "./ses-001-dkim-enabled/rule.ts";
import { rule as ses002 } from "./ses-002-identity-verification-status/rule.ts";
import { rule as ses003 } from "./ses-003-exposed-identities/rule.ts";

/** Every built-in rule, by id. */
export const RULES: readonly AnyRule[] = [ses001, ses002, ses003];
