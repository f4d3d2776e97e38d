import type { Pointer } from "../../model/fact.ts";
import type { JsonEdit, Remedy } from "../../model/remedy.ts";
import type { Json } from "../../text/json.ts";
import { tokens } from "../../text/pointer.ts";
import type { Statement } from "../shapes.ts";

/** A change of one statement that may end its fault; `edits` are of its document. */
export type Proposal = Omit<Remedy, "document">;

/** A statement at fault: as it was parsed, and as it stands in its document. */
export interface OpenStatement {
  readonly statement: Statement;
  readonly raw: { readonly [member: string]: Json };
  /** `/Statement`, where it stands in no list. */
  readonly at: Pointer;
}

export const numberOf = ({ at }: OpenStatement): number => Number(tokens(at)[1] ?? 0);

/** The edits of a statement and of one behind it, for which a single statement gets a list to stand in. */
export const inList = (open: OpenStatement, edits: readonly JsonEdit[]): readonly JsonEdit[] =>
  open.at === "/Statement"
    ? [
        { op: "replace", path: "/Statement", value: [open.raw] },
        ...edits.map((edit): JsonEdit => ({ ...edit, path: inFirst(edit.path) })),
      ]
    : edits;

const inFirst = (path: Pointer): Pointer =>
  path === "/Statement/1" ? path : `/Statement/0${path.slice("/Statement".length)}`;

/** Proposals for one statement, the smallest change first. Removal need not be among them. */
export type Propose = (open: OpenStatement) => readonly Proposal[];

export const labelOf = (statement: Statement | undefined, index: number): string =>
  statement?.sid === null || statement?.sid === undefined || statement.sid === ""
    ? String(index)
    : JSON.stringify(statement.sid);
