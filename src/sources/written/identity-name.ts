import type { CodeKind } from "./code-kind.ts";
import { identityArn, parseIdentityArn, type Account } from "./identity.ts";
import { concat, holesOf, made, slice, type Span, type Text } from "./text.ts";
import { interpolated, knownText, shownExpression, textValue, type Value } from "./value.ts";

/** A text that is equal for two texts with holes of which one must be the other. */
export type OriginOf = (text: Text) => string;

/** What a resource says of the identity that it declares or gives a policy to. */
export interface NamedIdentity {
  /** Its name; one that is not known is called by its expression. */
  readonly identity: string;
  /** The ARN that names it, where it is given as one. */
  readonly arn: string | null;
  /** Null where the name is known; otherwise equal for two that must be the same. */
  readonly unnamed: string | null;
}

/** Reads a name or an ARN of an identity; `address` stands for one that is not given. */
export const namedIdentity = (
  value: Value | null,
  address: string,
  kind: CodeKind,
  originOf: OriginOf = asWritten,
): NamedIdentity => {
  if (value === null || value.kind === "null") return { identity: address, arn: null, unnamed: address };
  // Older Terraform took a list of one for its element.
  const [only] = value.kind === "list" && value.items.length === 1 ? value.items : [];
  if (only !== undefined) return namedIdentity(only, address, kind, originOf);
  const text = knownText(value);
  if (text !== null) {
    const arn = parseIdentityArn(text, kind);
    return { identity: (arn?.name ?? text) || address, arn: arn === null ? null : text, unnamed: null };
  }
  const name =
    value.kind === "text" ? (identityPart(value.text, kind) ?? value.text) : interpolated(value, value.span);
  return {
    identity: (value.kind === "text" ? holedName(name) : nameOf(value)) || address,
    arn: null,
    unnamed: holesOf(name).length === 0 ? null : originOf(name),
  };
};

/** The ARN of an identity with this name, as far as it is known. */
export const arnOfIdentity = (name: Value, account: Account, at: Span, kind: Pick<CodeKind, "arn">): Value =>
  textValue(concat([made(identityArn("", account, kind), at), interpolated(name, at)]), at);

/** The name in the ARN of an identity of which parts are not known; null where the text is none. */
export const identityPart = (text: Text, { arn }: CodeKind): Text | null => {
  const [before, service = ""] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:/.exec(text.text) ?? [];
  if (before === undefined || service !== arn.service || !text.text.startsWith(arn.before, before.length))
    return null;
  const at = before.length + arn.before.length;
  return /^./.test(text.text.slice(at)) ? slice(text, at, text.text.length) : null;
};

/**
 * An identity's name; one that is not known is called by its expression, without the characters that mean something in
 * a policy, so that a reference to the identity's ARN still names this identity.
 */
const nameOf = (value: Value): string => plain(shownExpression(value));

/** A name in which expressions stand for what is not known. */
const holedName = (text: Text): string =>
  plain(text.pieces.map(({ at, length, hole }) => hole ?? text.text.slice(at, at + length)).join(""));

const plain = (name: string): string => name.replace(/[^A-Za-z0-9@._-]{1,200}/g, "-").replace(/^-|-$/g, "");

/** Expressions that are written alike in one place are taken for the same. */
export const asWritten: OriginOf = ({ text, pieces }) =>
  pieces
    .map(({ at, length, hole, file }) =>
      hole === undefined ? text.slice(at, at + length) : `\${${file.path} ${hole}}`,
    )
    .join("");
