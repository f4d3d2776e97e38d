import type { Run } from "./model/results.ts";
import { KEYS_DATE } from "./policy/keys.ts";
import { TABLES } from "./services/index.ts";
import { VERSION } from "./version.ts";

/** What judges: its version, and the day on which each of its tables was last compared with what AWS publishes. */
export const TOOL: Run["tool"] = {
  name: "postern",
  version: VERSION,
  tables: { "condition-keys": KEYS_DATE, ...TABLES },
};
