import type { Text } from "../written/text.ts";

/** A range of the text that was parsed, in UTF-16 units. */
export interface Range {
  readonly unit: Text;
  readonly from: number;
  readonly to: number;
}

/** An expression of HCL; JSON syntax is read into the same. */
export type Expression = Range &
  (
    | { readonly type: "literal"; readonly value: number | boolean | null }
    /** `bare`: the whole is one interpolation, which keeps its value's type. */
    | { readonly type: "template"; readonly parts: readonly TemplatePart[] }
    | { readonly type: "tuple"; readonly items: readonly Expression[] }
    | { readonly type: "object"; readonly elements: readonly ObjectElement[] }
    | { readonly type: "variable"; readonly name: string }
    | { readonly type: "attribute"; readonly of: Expression; readonly name: string }
    | { readonly type: "index"; readonly of: Expression; readonly key: Expression }
    /** The steps are taken from each element. */
    | { readonly type: "splat"; readonly of: Expression; readonly steps: readonly Step[] }
    | {
        readonly type: "call";
        readonly name: string;
        readonly arguments: readonly Expression[];
        /** The last argument is a list that is spread (`...`). */
        readonly spread: boolean;
      }
    | {
        readonly type: "conditional";
        readonly condition: Expression;
        readonly whenTrue: Expression;
        readonly whenFalse: Expression;
      }
    | { readonly type: "unary"; readonly operator: string; readonly operand: Expression }
    | {
        readonly type: "binary";
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly type: "for";
        readonly key: string | null;
        readonly value: string;
        readonly over: Expression;
        /** Null for a list. */
        readonly resultKey: Expression | null;
        readonly result: Expression;
        readonly grouped: boolean;
        readonly condition: Expression | null;
      }
    /** Nested too deeply, or not of the language. */
    | { readonly type: "unknown" }
  );

/** A key that is a bare word stands for itself; in parentheses it is an expression. */
export interface ObjectElement {
  readonly key: Expression;
  readonly value: Expression;
}

/** One step of a traversal. */
export type Step = Range &
  (
    | { readonly type: "attribute"; readonly name: string }
    | { readonly type: "index"; readonly key: Expression }
    /** The steps behind it are taken from each element. */
    | { readonly type: "splat" }
  );

export type TemplatePart =
  | { readonly type: "text"; readonly text: Text }
  | (Range & { readonly type: "interpolation"; readonly expression: Expression })
  | {
      readonly type: "if";
      readonly condition: Expression;
      readonly whenTrue: readonly TemplatePart[];
      readonly whenFalse: readonly TemplatePart[];
    }
  | {
      readonly type: "for";
      readonly key: string | null;
      readonly value: string;
      readonly over: Expression;
      readonly parts: readonly TemplatePart[];
    };

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
}

export interface Block extends Range {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

/** What a file holds, and where it could not be understood. */
export interface ParsedFile {
  readonly body: Body;
  /** Offsets into the file's text. */
  readonly errors: readonly number[];
}

export const EMPTY_BODY: Body = { attributes: new Map(), blocks: [] };
