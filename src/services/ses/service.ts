import type { Service } from "../service.ts";
import { SES_ACCESSES } from "./accesses.ts";
import { ACTIONS_DATE } from "./actions.ts";
import { SES_CHANGES } from "./changes.ts";
import { SES_FIX } from "./fix.ts";
import { SES_KEYS_DATE } from "./keys.ts";
import { SES_KIND } from "./kind.ts";

/** Amazon Simple Email Service. */
export const SES: Service = {
  kinds: [SES_KIND],
  accesses: SES_ACCESSES,
  fixable: [SES_FIX],
  changes: SES_CHANGES,
  tables: { "ses-actions": ACTIONS_DATE, "ses-condition-keys": SES_KEYS_DATE },
};
