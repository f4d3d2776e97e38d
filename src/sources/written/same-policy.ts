import type { Pointer } from "../../model/fact.ts";
import type { Place, PolicyDocument } from "../../model/resource.ts";
import { byCodeUnits } from "../../text/order.ts";
import { below } from "../../text/pointer.ts";
import { STAND_IN } from "./identity.ts";
import { readJson } from "./json.ts";
import { stringOf, type Member, type Node } from "./node.ts";
import { fileText } from "./text.ts";

/** A policy and the ARN of the identity that it belongs to. */
export interface Owned {
  readonly arn: string;
  readonly policy: PolicyDocument;
}

/**
 * The places of a policy in the source code that says the same, or null where it does not.
 *
 * The same means: equal but for white space, the order of members and of lists, one value or a list of it, an empty Sid, and the
 * account and region that source code does not know.
 */
export const placesOfSame = (live: Owned, written: Owned): Readonly<Record<string, Place>> | null => {
  const { places } = written.policy;
  const [ours, theirs] = [live, written].map(({ policy }) => parse(policy.document));
  if (places === undefined || ours === null || theirs === null || ours === undefined || theirs === undefined)
    return null;
  const known = withAccount(theirs, written.arn, live.arn);
  if (canonical(ours) !== canonical(known)) return null;
  const found = new Map<string, Place>();
  const pending: Pair[] = [{ ours, theirs: known, at: "", from: "" }];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const place = places[pair.from];
    if (place !== undefined) found.set(pair.at, place);
    pending.push(...childPairs(pair));
  }
  return Object.fromEntries(found);
};

/** Whether two texts say the same policy, by the same measure; a text that is no JSON is the same as none. */
export const isSamePolicy = (a: string, b: string): boolean => {
  const [one, other] = [parse(a), parse(b)];
  return one !== null && other !== null && canonical(one) === canonical(other);
};

/**
 * Whether a policy can be what the written one came to: the same, but for account and region, and for what could not be
 * resolved there.
 */
export const agreesWith = (made: Owned, written: Owned): boolean => {
  const [ours, theirs] = [made, written].map(({ policy }) => parse(policy.document));
  if (ours === null || theirs === null || ours === undefined || theirs === undefined) return false;
  return agrees(ours, withAccount(theirs, written.arn, made.arn));
};

/** Both come from the reader of JSON, which bounds their depth; `null` in the written one is not known. */
const agrees = (made: Node, written: Node): boolean => {
  if (written.kind === "null" || written.kind === "unknown") return true;
  if (made.kind === "object" && written.kind === "object") {
    const [ours, theirs] = [made, written].map(({ members }) => members.filter((one) => !isEmptySid(one)));
    return (
      ours?.length === theirs?.length &&
      (theirs ?? []).every(({ name, value }) => {
        const other = ours?.find((one) => one.name.text === name.text);
        return other !== undefined && agrees(other.value, value);
      })
    );
  }
  if (made.kind !== "array" && written.kind !== "array") return canonical(made) === canonical(written);
  const left = [...listOf(made)];
  const items = listOf(written);
  const open = items.filter(({ kind }) => kind === "null" || kind === "unknown");
  const isMatched = items
    .filter((item) => !open.includes(item))
    .every((item) => {
      const index = left.findIndex((one) => agrees(one, item));
      if (index >= 0) left.splice(index, 1);
      return index >= 0;
    });
  return isMatched && (open.length > 0 || left.length === 0);
};

const listOf = (node: Node): readonly Node[] => (node.kind === "array" ? node.items : [node]);

const parse = (document: string): Node | null => {
  const read = readJson(fileText({ path: "", text: document }));
  return "node" in read ? read.node : null;
};

/** An element of ours and the equal one of theirs, and where each stands. */
interface Pair {
  readonly ours: Node;
  readonly theirs: Node;
  readonly at: Pointer;
  readonly from: Pointer;
}

interface Child {
  readonly node: Node;
  readonly at: Pointer;
}

const itemsOf = (node: Node, at: Pointer): readonly Child[] =>
  node.kind === "array"
    ? node.items.map((item, index) => ({ node: item, at: below(at, index) }))
    : [{ node, at }];

const childPairs = ({ ours, theirs, at, from }: Pair): readonly Pair[] => {
  if (ours.kind === "object" && theirs.kind === "object")
    return ours.members.flatMap(({ name, value }) => {
      const other = theirs.members.findLast((one) => one.name.text === name.text);
      return other === undefined
        ? []
        : [{ ours: value, theirs: other.value, at: below(at, name.text), from: below(from, name.text) }];
    });
  if (ours.kind !== "array" && theirs.kind !== "array") return [];
  const left = itemsOf(theirs, from).map((child) => ({ ...child, text: canonical(child.node) }));
  return itemsOf(ours, at).flatMap((child) => {
    const text = canonical(child.node);
    const index = left.findIndex((one) => one.text === text);
    const [other] = index < 0 ? [] : left.splice(index, 1);
    return other === undefined
      ? []
      : [{ ours: child.node, theirs: other.node, at: child.at, from: other.at }];
  });
};

/** Terraform has written an empty Sid where there is none. */
const isEmptySid = ({ name, value }: Member): boolean => name.text === "Sid" && stringOf(value) === "";

/** One text for all spellings of a value; its depth is bounded by the reader. */
const canonical = (node: Node): string => {
  switch (node.kind) {
    case "object":
      return `{${node.members
        .filter((one) => !isEmptySid(one))
        .map(({ name, value }) => `${JSON.stringify(name.text)}:${canonical(value)}`)
        .toSorted(byCodeUnits)
        .join()}}`;
    case "array": {
      const items = node.items.map(canonical).toSorted(byCodeUnits);
      return items.length === 1 ? (items[0] ?? "") : `[${items.join()}]`;
    }
    case "string":
      return JSON.stringify(node.text.text);
    case "number":
      return JSON.stringify(node.written);
    case "boolean":
      return JSON.stringify(String(node.value));
    case "null":
    case "unknown":
      // A value that could not be resolved equals nothing.
      return "null";
  }
};

/** Source code as it reads in the live account. */
const withAccount = (node: Node, writtenArn: string, liveArn: string): Node => {
  const [written, live] = [placeOfArn(writtenArn), placeOfArn(liveArn)];
  if (written?.account !== STAND_IN.account || live === null) return node;
  const translate = (text: string): string =>
    text
      .replaceAll(`:${written.region}:${written.account}:`, `:${live.region}:${live.account}:`)
      .replaceAll(written.account, live.account);
  return mapStrings(node, translate);
};

const placeOfArn = (arn: string): { readonly region: string; readonly account: string } | null => {
  const [, region, account] = /^arn:[^:]+:[^:]*:([^:]+):([^:]+):/.exec(arn) ?? [];
  return region === undefined || account === undefined ? null : { region, account };
};

const mapStrings = (node: Node, translate: (text: string) => string): Node => {
  if (node.kind === "string") return { ...node, text: { ...node.text, text: translate(node.text.text) } };
  if (node.kind === "array") return { ...node, items: node.items.map((item) => mapStrings(item, translate)) };
  return node.kind === "object"
    ? {
        ...node,
        members: node.members.map(({ name, value }) => ({ name, value: mapStrings(value, translate) })),
      }
    : node;
};
