import type { Kind } from "../model/kind.ts";
import type { Access } from "./access.ts";
import type { Changes } from "./changes.ts";
import type { Fixable } from "./fix.ts";

/**
 * Everything that one AWS service brings. A new service is a folder here with a `service.ts` that says this, its name in
 * index.ts, and rules that judge its kinds (src/rules). docs/writing-a-kind.md leads through it. What follows where it is wanted:
 * what a fake of it answers, and how fast (src/emulator/services, src/emulator/rates.ts); how its resources and policies stand in
 * source code (`code` of the kind, src/model/kind-in-code.ts; the readers below src/sources know the forms, not the services); its
 * type of resource in AWS's words (src/exporters/aws-types.ts); the facts that a snapshot of it must have
 * (src/config/schemas/snapshot.ts); and leave to read it in deploy/*.yaml. Lanes and the sender file of `fix` are SES's alone.
 */
export interface Service {
  /** Kinds of resources: their facts, and how they are read live and from records. */
  readonly kinds: readonly Kind[];
  /** Every use of a kind's resources that a difference tells; none where the kind has no policies. */
  readonly accesses: Readonly<Record<string, readonly Access[]>>;
  /** Kinds whose policies can be narrowed and written back. */
  readonly fixable: readonly Fixable[];
  /** The calls that change its resources; absent where no event of them is dealt with. */
  readonly changes?: Changes;
  /** The day on which each of the service's tables was last compared with what AWS publishes. */
  readonly tables: Readonly<Record<string, string>>;
}
