import { leaf, TRUE, type Term } from "./term.ts";
import type { Text, Variable } from "./text.ts";

/** What a key holds: texts one after the other, a number, seconds since 1970, or an address. */
export type Content =
  | { readonly texts: readonly Text[] }
  | { readonly number: Term }
  | { readonly seconds: Term }
  | { readonly address: Address };

/** An address whose bits z3 chooses, or a run of addresses that the policies cannot tell apart. */
export type Address =
  { readonly version: 4 | 6; readonly bits: Term } | { readonly version: 4 | 6; readonly first: bigint };

/** A content, and when it is the one. */
export interface Case {
  readonly when: Term;
  readonly content: Content;
}

/** One value of a key. */
export interface Slot {
  readonly there: Term;
  readonly cases: readonly Case[];
}

export interface Key {
  /** In the documentation's spelling. */
  readonly name: string;
  readonly present: Term;
  readonly slots: readonly Slot[];
  readonly many: boolean;
}

/** A key, and what z3 chooses for it. */
export interface Chosen {
  readonly key: Key;
  readonly variables: readonly Variable[];
}

export const single = (name: string, present: Term, ...cases: readonly Case[]): Key => ({
  name,
  present,
  slots: [{ there: TRUE, cases }],
  many: false,
});

export const many = (name: string, present: Term, ...slots: readonly Slot[]): Key => ({
  name,
  present,
  slots,
  many: true,
});

export const when = (condition: Term, ...texts: readonly Text[]): Case => ({
  when: condition,
  content: { texts },
});

export const always = (...texts: readonly Text[]): Case => when(TRUE, ...texts);

export const slot = (there: Term, ...cases: readonly Case[]): Slot => ({ there, cases });

export const flag = (name: string): { readonly is: Term; readonly variable: Variable } => ({
  is: leaf(name),
  variable: { names: [name], sort: "Bool", domain: TRUE },
});

export const whole = (
  name: string,
  domain: (value: Term) => Term,
): { readonly value: Term; readonly variable: Variable } => ({
  value: leaf(name),
  variable: { names: [name], sort: "Int", domain: domain(leaf(name)) },
});

/** A name of z3's for a key's own variable. */
export const symbol = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9/-]/g, "_");
