import type { Kind } from "../model/kind.ts";
import type { Access } from "./access.ts";
import type { Changes } from "./changes.ts";
import type { Fixable } from "./fix.ts";

/**
 * Everything that one AWS service brings.
 *
 * A new service is a folder here whose `service.ts` says this, as ses/service.ts does, its name in index.ts, and the lines of its
 * rules in src/rules/index.ts. Nothing else is edited for it to be scanned, found in code, fixed and reported: everybody else
 * takes services and kinds from index.ts, and so does the library (`KINDS`). docs/writing-a-kind.md says how a kind is written.
 *
 * Beside it there may be: leave to read it for what is deployed (deploy/*.yaml), a fake of it and its rates (src/emulator), AWS's
 * name of its type (src/exporters/aws-types.ts), the facts that a snapshot must have (src/config/schemas/snapshot.ts), the form of its
 * resources in CloudTrail's events (src/remedy/sender-file.ts), a key of its own that has several values (LISTS of
 * src/policy/evaluate/reading.ts).
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
