import type { WrittenIdentity } from "./identity.ts";
import type { Value } from "./value.ts";

/** How a deployment gives a value to a name. */
export type Way =
  /** An environment variable of Terraform: `TF_VAR_name`. */
  | "TF_VAR"
  /** `-var name=value`, a file that `-var-file` names, a variable of a workspace. */
  | "-var"
  /** A parameter, by its name or as a pair of key and value. */
  | "parameter"
  /** An option of a command: `--name value`. */
  | "option"
  /** An environment variable. */
  | "environment";

export interface SettableName {
  readonly name: string;
  readonly ways: readonly Way[];
}

/** Code that is judged with its defaults, in whose place a deployment may give other values. */
export interface Settable {
  /** The file or the folder that declares the names. */
  readonly path: string;
  readonly names: readonly SettableName[];
  /** Code of the same form uses it, and was judged with the values that it gives. */
  readonly isUsed?: true;
  /** A value that changes a verdict is named, because the user can say which one holds; otherwise it is judged too. */
  readonly isNamed?: true;
  /** What the code comes to with these values; without any, as it is judged. */
  readonly identitiesWith: (values: ReadonlyMap<string, Value>) => readonly WrittenIdentity[];
}
