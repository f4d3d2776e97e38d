/** What a command may touch of the process; tests hand in their own. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  /** The requested document and nothing else. */
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Progress, logs and warnings. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** The real time as ISO 8601; `--now` overrides it. */
  readonly clock: () => string;
}
