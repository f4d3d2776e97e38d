import type { AnyRule } from "../model/rule.ts";
import { rule as pst001 } from "./pst-001-changeable-identity/rule.ts";
import { rule as pst002 } from "./pst-002-unbound-service-grant/rule.ts";
import { rule as pst003 } from "./pst-003-readable-identity/rule.ts";
import { rule as ses001 } from "./ses-001-dkim-enabled/rule.ts";
import { rule as ses002 } from "./ses-002-identity-verification-status/rule.ts";
import { rule as ses003 } from "./ses-003-exposed-identities/rule.ts";
import { rule as ses004 } from "./ses-004-cross-account-access/rule.ts";

/** Every built-in rule, by id; a new one, of a new service too, is a line here. */
export const RULES: readonly AnyRule[] = [pst001, pst002, pst003, ses001, ses002, ses003, ses004];
