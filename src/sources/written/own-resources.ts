import { matchesGlob } from "../../text/glob.ts";
import type { CodeKind } from "./code-kind.ts";
import { oneOrMany, widened, type Account } from "./identity.ts";
import { identityPart, type OriginOf } from "./identity-name.ts";
import { readJson } from "./json.ts";
import { member } from "./node.ts";
import { concat, holesOf, made, slice, type Text } from "./text.ts";

/** The identity that a policy belongs to. */
interface Owner {
  readonly name: string;
  readonly account: Account;
  /** What its name is made of, where that is not known. */
  readonly unnamed: string | null;
  readonly originOf: OriginOf;
}

/** The Resource elements of a policy, statement by statement; none where the text is no JSON. */
const resourcesIn = (
  policy: Text,
): readonly { readonly text: Text; readonly range: readonly [number, number] }[] => {
  const read = readJson(policy);
  if ("wrong" in read) return [];
  return oneOrMany(member(read.node, "Statement"))
    .flatMap((statement) => oneOrMany(member(statement, "Resource")))
    .flatMap((node) =>
      node.kind === "string" && node.range !== undefined ? [{ text: node.text, range: node.range }] : [],
    );
};

/**
 * A policy in which its own identity's ARN is whole. A service takes a policy for its own resource alone, so that a part of
 * the ARN which is not known (`arn:aws:ses:${var.region}:${var.account}:identity/example.com`) is the identity's.
 */
export const withOwnResources = (policy: Text, owner: Owner, kind: CodeKind): Text => {
  if (holesOf(policy).length === 0) return policy;
  const parts: Text[] = [];
  let at = 0;
  for (const { text, range } of resourcesIn(policy)) {
    const own = holesOf(text).length === 0 ? null : completed(text, owner, kind);
    if (own === null) continue;
    const [from, to] = range;
    const [place] = slice(policy, from, to).pieces;
    if (place === undefined) continue;
    parts.push(slice(policy, at, from), made(JSON.stringify(own), place));
    at = to;
  }
  return parts.length === 0 ? policy : concat([...parts, slice(policy, at, policy.text.length)]);
};

/** The ARN with the account and region of its identity, and its name where that is made of the same; null where something is left open. */
const completed = (
  text: Text,
  { name, account, unnamed, originOf }: Owner,
  kind: CodeKind,
): string | null => {
  const named = identityPart(text, kind);
  if (named === null) return null;
  const own = holesOf(named).length === 0 ? named.text : originOf(named) === unnamed ? name : null;
  if (own === null) return null;
  const fields = text.text.slice(0, text.text.length - named.text.length).split(":");
  const whole: readonly (string | null)[] = [null, account.partition, null, account.region, account.account];
  let at = 0;
  const filled = fields.map((field, index) => {
    const holes = holesOf(slice(text, at, at + field.length));
    at += field.length + 1;
    if (holes.length === 0) return field;
    return field.length === 1 ? (whole[index] ?? null) : null;
  });
  return filled.includes(null) ? null : `${filled.join(":")}${own}`;
};

/**
 * The identities that a policy can belong to whose own is not known: a service takes it only for one that its Resources name.
 * Empty where no Resource says anything.
 */
export const possibleIdentities = (
  policies: readonly Text[],
  name: string,
  kind: CodeKind,
): readonly string[] =>
  namesFor(
    policies.flatMap(resourcesIn).flatMap(({ text }) => {
      const part = identityPart(text, kind);
      return part === null || holesOf(part).length > 0 ? [] : [part.text];
    }),
    name,
  );

/**
 * Names of identities that these patterns of names speak of: the literal ones first. A pattern that fits neither of them, nor
 * `name`, stands for a name that it fits. So does a policy variable, which a caller may be able to choose.
 */
export const namesFor = (patterns: readonly string[], name: string): readonly string[] => {
  const named = patterns.filter((one) => one !== "");
  const found = new Set(named.filter((one) => !/[*?]/.test(one) && !one.includes("${")));
  for (const pattern of named) {
    const wide = widened(pattern);
    if ([...found, name].some((one) => matchesGlob(wide, one))) continue;
    found.add(wide.replaceAll("?", "x").replaceAll("*", "") || "x");
  }
  return [...found];
};
