import type { PolicyDocument } from "../../model/resource.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { withPlaceholders } from "../placeholders/placeholders.ts";
import {
  accountsOf,
  namePattern,
  namesIdentities,
  oneOrMany,
  resourceTexts,
  underEachAccount,
} from "../written/identity.ts";
import { readJson } from "../written/json.ts";
import { member, membersOf, repeated, stringOf, type Node, type ObjectNode } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { namesFor } from "../written/own-resources.ts";
import { policyDocument } from "../written/policy-document.ts";
import { fileText, lineAndColumn, type SourceFile, type Text } from "../written/text.ts";
import { encodeJson } from "../written/value.ts";
import { nodeValue } from "../terraform/functions/json-value.ts";

/** The longest policy that is read, in UTF-16 units: services take some KB, the rest is room for white space. */
const LONGEST_POLICY = 200_000;

const giveAPolicy = ({ words }: CodeKind): string => `Give ${words.policy}.`;

/** Whether a JSON value is a policy document or holds such in the way the aws command line prints them. */
export const isPolicyFile = (node: Node, { policyFiles }: CodeKind): boolean =>
  member(node, "Statement") !== undefined ||
  member(node, "Policies")?.kind === "object" ||
  policyFiles.lists.some((name) => member(node, name) !== undefined) ||
  node.kind === "string";

/**
 * Reads a bare policy, a policy as a JSON string, or an object `Policies` of policies by their names, as
 * `aws ses get-identity-policies`, `aws sesv2 get-email-identity-policies` and `aws sesv2 get-email-identity` print it.
 *
 * The resource is the one that the policy's Resource names; where it names none, the file's name stands for it.
 */
export const readPolicyFile = (file: SourceFile, node: Node, kind: CodeKind): Outcome => {
  const format = node.kind === "string" ? unreadableFormat(file.text) : null;
  if (format !== null)
    return {
      status: "not-understood",
      reason: `it is what the aws command line prints with --output ${format}`,
      todo: "Ask again with --output json or yaml.",
    };
  const policies = member(node, "Policies");
  if (policies?.kind === "object") return readPolicies(file, policies, kind);
  if (member(node, "Statement") !== undefined)
    return judged(file, [policyDocument(baseName(file), withPlaceholders(policyText(file, node)))], kind);
  if (node.kind === "string")
    return judged(file, [policyDocument(baseName(file), withPlaceholders(node.text))], kind);
  const list = kind.policyFiles.lists.find((name) => member(node, name) !== undefined);
  return {
    status: "skipped",
    reason: list === undefined ? "it holds no policy" : `its ${list} are names; it holds no policy`,
    todo: giveAPolicy(kind),
  };
};

/** The format of an output that says nothing of the names of policies (text), or pads and frames them (table). */
const unreadableFormat = (text: string): "text" | "table" | null => {
  if (/^\s{0,20}-{5,}\r?\n\|\s{1,500}\w/.test(text)) return "table";
  return /^[A-Z]{3,40}\t.{0,200}\{"/m.test(text) ? "text" : null;
};

/** A policy's own JSON, to the letter, or what YAML says as JSON. */
const policyText = (file: SourceFile, node: Node): Text =>
  node.range === undefined ? encodeJson(nodeValue(node)) : fileText(file);

const readPolicies = (file: SourceFile, policies: ObjectNode, kind: CodeKind): Outcome => {
  const twice = repeated(policies);
  if (twice !== undefined)
    return notUnderstood(
      file,
      twice.value,
      `the policy name ${JSON.stringify(twice.name.text)} appears twice`,
      kind,
    );
  const odd = policies.members.find(({ value }) => value.kind !== "string");
  if (odd !== undefined)
    return notUnderstood(
      file,
      odd.value,
      `policy ${JSON.stringify(odd.name.text)} is not a string, as the aws command line prints it`,
      kind,
    );
  return judged(
    file,
    policies.members.flatMap(({ name, value }) =>
      value.kind === "string" ? [policyDocument(name.text, value.text)] : [],
    ),
    kind,
  );
};

const notUnderstood = (file: SourceFile, node: Node, reason: string, kind: CodeKind): Outcome => ({
  status: "not-understood",
  reason,
  line: lineAndColumn(file, node.span.from).line,
  todo: giveAPolicy(kind),
});

const judged = (file: SourceFile, documents: readonly PolicyDocument[], kind: CodeKind): Outcome => {
  const { words } = kind;
  const long = documents.find(({ document }) => document.length > LONGEST_POLICY);
  if (long !== undefined)
    return {
      status: "not-understood",
      reason: `policy ${JSON.stringify(long.name)} is ${long.document.length} characters long; ${words.longest ?? `no more than ${LONGEST_POLICY} are read`}`,
      todo: giveAPolicy(kind),
    };
  const resources = documents.flatMap(({ document }) => resourceTexts(document) ?? []);
  const foreign = resources.find((text) => text.startsWith("arn:") && !namesIdentities(text, kind));
  if (
    foreign !== undefined &&
    resources.every((text) => text.startsWith("arn:") && !namesIdentities(text, kind))
  )
    return {
      status: "skipped",
      reason: `its policy is about ${foreign.slice(0, 100)}, which is no ${words.one}`,
      todo: giveAPolicy(kind),
    };
  const patterns = resources.flatMap((text) => namePattern(text, kind) ?? []);
  const named = namesFor(patterns, baseName(file));
  return {
    status: "judged",
    identities: (named.length === 0 ? [baseName(file)] : named).flatMap((name) =>
      underEachAccount(
        { name, file: file.path, address: name, policies: documents },
        accountsOf(name, resources, kind),
        kind,
      ),
    ),
  };
};

/** The file's name without its folders and without `.json`; stands for an identity that no document names. */
const baseName = ({ path }: SourceFile): string =>
  path === "-"
    ? "stdin"
    : path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:json|txt|ya?ml)$/i, "") || path;

/** Whether a policy found in a repository is one for a resource of the kind: it names principals, and the service. */
export const concernsKind = (node: Node, kind: CodeKind): boolean => {
  const policies = member(node, "Policies");
  if (policies?.kind === "object") return policies.members.some(({ value }) => concernsKind(value, kind));
  if (node.kind === "string") {
    const read = readJson(node.text);
    // One of which no JSON can be made is judged as not valid, and so it counts by its words.
    return "node" in read && read.node.kind !== "string"
      ? concernsKind(read.node, kind)
      : /principal/i.test(node.text.text) && kind.actions.withinAnyCase.test(node.text.text);
  }
  const statements = oneOrMany(inAnyCase(node, "statement"));
  return (
    statements.some(
      (statement) =>
        inAnyCase(statement, "principal") !== undefined || inAnyCase(statement, "notprincipal") !== undefined,
    ) &&
    statements.some(
      (statement) =>
        textsOf(inAnyCase(statement, "resource")).some((text) => namesIdentities(text, kind)) ||
        [inAnyCase(statement, "action"), inAnyCase(statement, "notaction")]
          .flatMap(textsOf)
          .some((action) => kind.actions.atStart.test(action.trim())),
    )
  );
};

const textsOf = (node: Node | undefined): readonly string[] =>
  oneOrMany(node).flatMap((one) => stringOf(one) ?? []);

/** An element of a policy, also in a case that AWS refuses: such a policy is judged as not valid, and not passed over. */
export const inAnyCase = (node: Node | undefined, name: string): Node | undefined =>
  membersOf(node).findLast((one) => one.name.text.toLowerCase() === name)?.value;
