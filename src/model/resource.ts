import type { Pointer } from "./fact.ts";
import type { ScopeId } from "./scope.ts";

export type KindName = `${string}.${string}`;

/** What every resource has; a kind adds its facts. `owner` is an account id, null where source code has none. */
export interface Resource {
  readonly kind: KindName;
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly scope: ScopeId;
  /** Of a resource in source code, where the code names it; a live one is in its scope's. */
  readonly region?: string;
  readonly collectedAt: string | null;
  /** Where it stands as a whole: its block in source code, its entry in an inventory. */
  readonly place?: Place;
}

/** A place in a file: lines and columns count from 1, columns in UTF-16 units; the end column is the one after the last character. */
export interface Place {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const PLACE_NUMBERS = ["startLine", "startColumn", "endLine", "endColumn"] as const;

export const isPlace = (value: unknown): value is Place =>
  typeof value === "object" &&
  value !== null &&
  typeof Reflect.get(value, "file") === "string" &&
  PLACE_NUMBERS.every((name) => {
    const number: unknown = Reflect.get(value, name);
    return typeof number === "number" && Number.isSafeInteger(number) && number >= 0;
  });

/** An expression in source code that could not be resolved; in the document's text its value is null. */
export interface Hole {
  readonly at: Pointer;
  readonly expression: string;
  readonly place?: Place;
  /** Of a text that is known in part: what is known of it, and the expressions between, in order. */
  readonly parts?: readonly (string | { readonly expression: string })[];
}

/** A policy as it was returned or written: `document` is its text, never parsed and printed again. */
export interface PolicyDocument {
  readonly name: string;
  readonly document: string;
  /** Where each element stands in a file; an element that is missing here stands inside its nearest ancestor. */
  readonly places?: Readonly<Record<string, Place>>;
  readonly unresolved?: readonly Hole[];
}
