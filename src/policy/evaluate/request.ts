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
  const value = lookUp(request.context, key);
  if (typeof value === "string") return [value];
  return value === undefined || value.length === 0 ? null : value;
};

/** The value of a single-valued key; null where the request has none or the key is multi-valued. */
export const valueOf = (request: Request, key: string): string | null => {
  const value = lookUp(request.context, key);
  return typeof value === "string" ? value : null;
};

const lookUp = (context: Request["context"], key: string): string | readonly string[] | undefined => {
  const wanted = key.toLowerCase();
  for (const name in context)
    if (name.length === wanted.length && name.toLowerCase() === wanted) return context[name];
  return undefined;
};
