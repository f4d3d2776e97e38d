import type { Kind } from "../model/kind.ts";
import type { RemedyAnswer, RemedyContext, Targets } from "../model/remedy.ts";
import type { Resource } from "../model/resource.ts";
import type { Trust } from "../model/trust.ts";
import type { Fault } from "../model/verdict.ts";
import type { Fixable } from "../services/fix.ts";
import type { FixingRule } from "./prove.ts";

/** A rule as a plan uses it: it judges, and may offer a remedy. */
export interface PlanningRule extends FixingRule {
  remedy:
    | ((
        resource: Resource,
        faults: readonly Fault[],
        context: Omit<RemedyContext, "settings">,
      ) => RemedyAnswer)
    | null;
}

export interface Planning {
  readonly rules: readonly PlanningRule[];
  readonly kind: Kind;
  readonly fixable: Fixable;
  /** Of the run, without the targets. */
  readonly trust: Trust;
  readonly targets: Targets;
  /** Accounts, principals and services that are known to send; they must not lose access. */
  readonly keep: readonly string[];
  /** The account of resources in source code that do not say theirs. */
  readonly owner: string | null;
  readonly lockOut: readonly string[];
  readonly now: string;
}
