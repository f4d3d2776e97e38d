/** A request as it came over the wire; header names are in lower case. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** What stands behind the question mark, undecoded. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** At once and whole where absent. */
  readonly delivery?: Delivery;
}

/** How a body fails to arrive. */
type Delivery =
  | { readonly kind: "hang" | "stall" | "cut-body" | "endless" }
  | { readonly kind: "drip"; readonly ms: number };
