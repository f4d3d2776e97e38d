/** What every worker reads when it starts: modules by path, and those that are changed with Stryker's marks in them. */
export interface State {
  readonly code: Readonly<Record<string, string>>;
  readonly instrumented: Readonly<Record<string, string>>;
}

/** File, name, and what it takes. */
type PlannedTest = readonly [file: string, name: string, milliseconds: number];

/** What a worker is asked to do: run the tests of a file to see what they reach, or run tests over one changed module. */
export type Order =
  | { readonly kind: "cover"; readonly file: string }
  | {
      readonly kind: "try";
      readonly path: string;
      readonly code: string;
      readonly tests: readonly PlannedTest[];
      /** Test files whose every test is run after those. */
      readonly files: readonly string[];
    };

export type Answer =
  | { readonly kind: "ready" }
  /** A test that is expected to take so long. */
  | { readonly kind: "starts"; readonly milliseconds: number }
  /** A test fails although nothing is changed. */
  | { readonly kind: "broken"; readonly says: string }
  | {
      readonly kind: "covered";
      readonly file: string;
      /** Mutants that are reached when the file is loaded. */
      readonly atLoad: readonly string[];
      readonly tests: readonly {
        readonly name: string;
        readonly milliseconds: number;
        readonly reaches: readonly string[];
      }[];
    }
  /** The test that noticed the change; null where none did. */
  | { readonly kind: "tried"; readonly by: string | null };
