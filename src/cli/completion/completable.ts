/** A command with its subcommands, as a shell completes them. Names and options are our own words, never data. */
export interface Completable {
  /** `except add` */
  readonly path: string;
  readonly summary: string;
  readonly words: readonly Word[];
}

export interface Word {
  readonly text: string;
  readonly says: string;
  /** What may stand behind an option: words of ours, or names that the shell looks up. */
  readonly values?: readonly string[] | "profiles";
}
