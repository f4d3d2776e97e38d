/** Files to write, by path below the working directory, and what to say about them. */
export interface Draft {
  readonly files: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}
