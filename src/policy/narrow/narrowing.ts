import type { Targets } from "../../model/remedy.ts";

/** What the narrowing of one resource may use. */
export interface Narrowing {
  readonly targets: Targets;
  /** Null where source code does not say. */
  readonly owner: string | null;
  readonly partition: string;
  /** Accounts, principals and services that the policies name elsewhere and that must not lose access here. */
  readonly keep: readonly string[];
  /** Whom a condition of the statement may keep; everybody where absent. */
  readonly isWelcome?: (name: string) => boolean;
}
