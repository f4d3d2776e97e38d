/** A document on its way; null once it is taken away. */
export interface Changed {
  readonly name: string;
  readonly before: string;
  readonly text: string | null;
}
