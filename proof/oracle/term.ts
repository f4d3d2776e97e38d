/** A Boolean, bit-vector or arithmetic term of SMT-LIB: an operator over terms, or a name or a constant over none. Shared parts are shared objects. */
export interface Term {
  readonly op: string;
  readonly args: readonly Term[];
}

export const leaf = (op: string): Term => ({ op, args: [] });
export const apply = (op: string, ...args: readonly Term[]): Term => ({ op, args });

export const TRUE: Term = leaf("true");
export const FALSE: Term = leaf("false");

export const not = (term: Term): Term =>
  term === TRUE
    ? FALSE
    : term === FALSE
      ? TRUE
      : term.op === "not"
        ? (term.args[0] ?? FALSE)
        : apply("not", term);

const joined = (op: "and" | "or", terms: readonly Term[], neutral: Term, settled: Term): Term => {
  const left = new Set(terms.filter((term) => term !== neutral));
  if (left.has(settled)) return settled;
  const [only] = left;
  return only === undefined ? neutral : left.size === 1 ? only : apply(op, ...left);
};

export const and = (...terms: readonly Term[]): Term => joined("and", terms, TRUE, FALSE);
export const or = (...terms: readonly Term[]): Term => joined("or", terms, FALSE, TRUE);
export const implies = (condition: Term, then: Term): Term => or(not(condition), then);
/** Some, but never two. */
export const exactlyOne = (terms: readonly Term[]): Term =>
  and(
    or(...terms),
    ...terms.flatMap((one, index) => terms.slice(index + 1).map((other) => not(and(one, other)))),
  );

export const constant = (value: boolean): Term => (value ? TRUE : FALSE);

/** Each term once, what it is made of before it. */
const parts = (terms: readonly Term[]): ReadonlySet<Term> => {
  const done = new Set<Term>();
  const visit = (term: Term): void => {
    if (done.has(term)) return;
    for (const arg of term.args) visit(arg);
    done.add(term);
  };
  for (const term of terms) visit(term);
  return done;
};

/** SMT-LIB for the terms: definitions of what occurs more than once, then a text for each term. */
export const print = (
  terms: readonly Term[],
): { readonly definitions: readonly string[]; readonly texts: readonly string[] } => {
  const uses = new Map<Term, number>();
  const all = parts(terms);
  for (const { args } of all) for (const arg of args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  const texts = new Map<Term, string>();
  const definitions: string[] = [];
  for (const term of all) {
    const { op, args } = term;
    const text = args.length === 0 ? op : `(${op} ${args.map((arg) => texts.get(arg) ?? "").join(" ")})`;
    const sort = args.length > 0 && (uses.get(term) ?? 0) > 1 ? SORTS[op] : undefined;
    if (sort !== undefined) definitions.push(`(define-fun ~${definitions.length} () ${sort} ${text})`);
    texts.set(term, sort === undefined ? text : `~${definitions.length - 1}`);
  }
  return { definitions, texts: terms.map((term) => texts.get(term) ?? "") };
};

/** What an operator makes; terms of the others are too small to be worth a name. */
const SORTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["and", "or", "not", "=", "bvule"].map((op) => [op, "Bool"])),
  ite: "(_ BitVec 7)",
};
