import type { Account } from "../written/identity.ts";
import type { Node } from "../written/node.ts";
import type { Value } from "../written/value.ts";

/** A configuration of the Serverless Framework that is being evaluated. */
export interface Service {
  readonly root: Node;
  /** The stage that it is evaluated for; null for the one that its own defaults give. */
  readonly stage: string | null;
  readonly account: Account;
  /** A file beside the configuration, parsed; a text where it is no data; null where there is none. */
  readonly read: (path: string) => Node | null;
  /** The names of the files of a folder, from the configuration's own. */
  readonly names: (folder: string) => readonly string[];
  /** What is being resolved: a variable that needs itself is not known. */
  readonly busy: Set<string>;
  /** Steps that are left, so that a hostile configuration ends. */
  readonly budget: { left: number };
  /** What a command gives to options, parameters and the environment: `opt:who`. */
  readonly given: ReadonlyMap<string, Value>;
  /** Such names, as they are met. */
  readonly asked: Set<string>;
  /** Names of stages by which members are chosen, as they are met. */
  readonly stages: Set<string>;
}
