/** One concrete request. A key that is not in `context` is absent; a list is a multi-valued key, an empty list an absent one. */
export interface Request {
  /** The caller's ARN, or a service's name. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The values of a key, whose name is compared without regard to case; null where the request has none. */
export const valuesOf = (request: Request, key: string): readonly string[] | null => {
  const wanted = key.toLowerCase();
  for (const [name, value] of Object.entries(request.context)) {
    if (name.toLowerCase() !== wanted) continue;
    const values = typeof value === "string" ? [value] : value;
    return values.length === 0 ? null : values;
  }
  return null;
};

/** The value of a single-valued key; null where the request has none or the key is multi-valued. */
export const valueOf = (request: Request, key: string): string | null => {
  const wanted = key.toLowerCase();
  for (const [name, value] of Object.entries(request.context))
    if (name.toLowerCase() === wanted) return typeof value === "string" ? value : null;
  return null;
};
