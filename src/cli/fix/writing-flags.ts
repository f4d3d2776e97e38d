import type { ConnectionFlags } from "../connection.ts";

/** Flags of what writes to AWS. */
export interface WritingFlags extends ConnectionFlags {
  readonly writeProfile?: string;
  readonly writeRoleArn?: string;
  readonly yes?: boolean;
  readonly only?: readonly string[];
}
