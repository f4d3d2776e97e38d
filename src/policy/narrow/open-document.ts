import type { Json } from "../../text/json.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { QuestionDocument } from "../question.ts";
import type { Policy } from "../shapes.ts";
import type { OpenStatement, Proposal } from "./proposal.ts";

/** A policy as it was parsed, and as it stands in its text. */
export interface Document {
  readonly source: QuestionDocument;
  readonly policy: Policy;
  readonly value: { readonly [member: string]: Json };
  /** In order. */
  readonly open: readonly OpenStatement[];
}

/** The document, or why it cannot be narrowed. */
export const opened = (source: QuestionDocument): Document | { readonly none: string } => {
  const [hole] = source.unresolved ?? [];
  if (hole !== undefined)
    return {
      none: `policy "${source.name}": the expression ${hole.expression} at ${hole.at === "" ? "its root" : hole.at} could not be resolved`,
    };
  const policy = parsePolicy(source.text);
  if (!isPolicy(policy))
    return {
      none: `policy "${source.name}" is not a valid policy (line ${policy.line}, column ${policy.column}: ${policy.says}); mend it first`,
    };
  const value = JSON.parse(source.text) as Document["value"];
  return { source, policy, value, open: openStatements(policy, value) };
};

const openStatements = (
  { statements }: Policy,
  { Statement: raw = {} }: Document["value"],
): readonly OpenStatement[] =>
  // In a valid policy, each statement is an object.
  statements.map((statement, index) =>
    Array.isArray(raw)
      ? { statement, raw: raw[index] as OpenStatement["raw"], at: `/Statement/${index}` }
      : { statement, raw: raw as OpenStatement["raw"], at: "/Statement" },
  );

/** Where a statement stands: the document's number and the statement's. */
export interface Place {
  readonly document: number;
  readonly index: number;
}

/** What is done about a statement. */
export interface Choice extends Place {
  /** Null: the statement is removed, for want of anything smaller. */
  readonly proposal: Proposal | null;
}

/** An Allow in its document. */
export interface OpenAllow extends Place {
  readonly of: Document;
  readonly open: OpenStatement;
}

export const allowsOf = (documents: readonly Document[]): readonly OpenAllow[] =>
  documents.flatMap((of, document) =>
    of.open.flatMap((open, index) =>
      open.statement.effect === "Allow" ? [{ document, index, of, open }] : [],
    ),
  );
