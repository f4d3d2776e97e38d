import type { EditValue } from "../../model/remedy.ts";
import type { SourceFile } from "../written/text.ts";

/** One change of a file: the range `[from, to)`, in UTF-16 units, becomes `by`. */
export interface Splice {
  readonly file: SourceFile;
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** Why the source code cannot be changed: what stands there, and where. */
export interface InTheWay {
  readonly inTheWay: string;
  readonly file: SourceFile;
  /** Offset in the file. */
  readonly at: number;
}

/** A policy's element as its source code writes it; offsets count in the text of its carrier. */
export type Element = {
  readonly carrier: Carrier;
  readonly from: number;
  readonly to: number;
} & (
  | {
      readonly kind: "object" | "array";
      readonly entries: readonly Entry[];
      /** A block collection of YAML: an entry a line, without brackets. */
      readonly isBlock: boolean;
    }
  /** A constant. */
  | { readonly kind: "scalar" }
  /** Something that is computed: a variable, a function, a template with interpolations. */
  | { readonly kind: "expression" }
);

export type Container = Extract<Element, { readonly kind: "object" | "array" }>;

/** A member or an item. `from` is where its name or its dash begins. */
export interface Entry {
  /** The member's name; of an item its index. */
  readonly name: string;
  readonly from: number;
  /** Where the text behind the name and its colon begins; null for an item. */
  readonly afterName: number | null;
  /** Where the value is written; an alias of YAML has its value elsewhere. */
  readonly slot: { readonly from: number; readonly to: number };
  readonly value: Element;
}

/** The text that elements stand in, how values are written there, and how a change of it becomes one of its file. */
export interface Carrier {
  readonly file: SourceFile;
  readonly text: string;
  readonly notation: Notation;
  /** Null where the range cannot be told in the file. */
  splice(from: number, to: number, by: string): Splice | null;
  /** Where something begins or ends in the file. */
  offset(at: number): number;
  endOffset(at: number): number;
}

/** What writes values the way a language does. */
export interface Notation {
  /** Whether entries of a container that is spread over lines need a comma between them. */
  readonly commas: "needed" | "in-lists" | "none";
  value(value: EditValue, style: Style): string;
  /** A member's name with what stands between it and its value. */
  name(name: string, style: Style): string;
}

/** How what stands around is written. */
export interface Style {
  /** A block collection: each value on lines of its own, without brackets. */
  readonly isBlock: boolean;
  /** Each member on a line of its own. */
  readonly isSpread: boolean;
  readonly indentation: string;
  /** One level of indentation. */
  readonly unit: string;
  readonly newLine: string;
  /** Text of a member that stands beside, for how names, colons and quotes are written; empty where there is none. */
  readonly sample: string;
}
