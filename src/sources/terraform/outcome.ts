import type { FileNote } from "../../model/snapshot.ts";
import type { Settable } from "../written/settable.ts";
import type { WrittenIdentity } from "../written/identity.ts";

/** What the Terraform of a repository writes. */
export interface TerraformOutcome {
  readonly identities: readonly WrittenIdentity[];
  readonly notes: readonly FileNote[];
  /** Files that were read beside the code: values, policies, templates. */
  readonly used: ReadonlySet<string>;
  /** Root modules whose variables have defaults. */
  readonly settables: readonly Settable[];
}
