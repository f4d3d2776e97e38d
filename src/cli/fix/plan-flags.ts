import type { ValueFlags } from "../value-options.ts";
import type { Targets } from "../../model/remedy.ts";
import type { ConnectionFlags } from "../connection.ts";
import type { JudgingFlags } from "../judging.ts";

export interface PlanFlags extends ConnectionFlags, JudgingFlags, ValueFlags {
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly toAccount?: readonly string[];
  readonly toPrincipal?: readonly string[];
  readonly toOrg?: readonly string[];
  readonly by: Targets["by"];
  readonly lockOut?: readonly string[];
  readonly senders?: readonly string[];
  readonly owner?: string;
  readonly output: string;
  readonly patch: string;
  readonly format: "table" | "markdown" | "diff" | "json";
}
