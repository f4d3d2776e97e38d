import type { Pointer } from "../../model/fact.ts";
import { isObject } from "../../text/is-object.ts";
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
  readonly statements: readonly Json[];
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
  const { Statement } = value;
  return { source, policy, value, statements: Array.isArray(Statement) ? Statement : [Statement ?? null] };
};

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

export const allowsOf = (documents: readonly Document[]): readonly Place[] =>
  documents.flatMap(({ policy }, document) =>
    policy.statements.flatMap(({ effect }, index) => (effect === "Allow" ? [{ document, index }] : [])),
  );

export const openStatement = (
  { policy, value, statements }: Document,
  index: number,
): OpenStatement | null => {
  const statement = policy.statements[index];
  const raw = statements[index];
  if (statement === undefined || !isObject(raw)) return null;
  const at: Pointer = Array.isArray(value["Statement"]) ? `/Statement/${index}` : "/Statement";
  return { statement, raw: raw, at };
};
