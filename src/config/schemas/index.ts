import { CONFIG_SCHEMA } from "./config.ts";
import { DIFFERENCE_SCHEMA } from "./difference.ts";
import { PLAN_SCHEMA } from "./plan.ts";
import { PLUGIN_SCHEMA } from "./plugin.ts";
import { RESULTS_SCHEMA } from "./results.ts";
import type { JsonSchema } from "./schema.ts";
import { SNAPSHOT_SCHEMA } from "./snapshot.ts";

/** Every schema that `postern schema NAME` prints. */
export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  snapshot: SNAPSHOT_SCHEMA,
  results: RESULTS_SCHEMA,
  config: CONFIG_SCHEMA,
  plugin: PLUGIN_SCHEMA,
  plan: PLAN_SCHEMA,
  difference: DIFFERENCE_SCHEMA,
};
