import type { PolicyDocument } from "../../model/resource.ts";
import { withPlaceholders } from "../placeholders/placeholders.ts";
import {
  accountsOf,
  namedIdentities,
  oneOrMany,
  parseIdentityArn,
  resourcesOf,
  resourceTexts,
  underEachAccount,
} from "../written/identity.ts";
import { member, membersOf, repeated, stringOf, type Node, type ObjectNode } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { policyDocument } from "../written/policy-document.ts";
import { fileText, lineAndColumn, type SourceFile, type Text } from "../written/text.ts";
import { encodeJson } from "../written/value.ts";
import { nodeValue } from "../terraform/functions/json-value.ts";

/** The longest policy that is read, in UTF-16 units: SES takes 4 KB, the rest is room for white space. */
const LONGEST_POLICY = 200_000;

const GIVE_A_POLICY =
  "Give a sending authorization policy, or the output of `aws ses get-identity-policies`.";

/** Whether a JSON value is a policy document or holds such in the way the aws command line prints them. */
export const isPolicyFile = (node: Node): boolean =>
  member(node, "Statement") !== undefined ||
  member(node, "Policies") !== undefined ||
  NAME_LISTS.some((name) => member(node, name) !== undefined) ||
  node.kind === "string";

/** What listing calls of the aws command line print: names, no policies. */
const NAME_LISTS = ["Identities", "EmailIdentities", "PolicyNames"] as const;

/**
 * Reads a bare policy, a policy as a JSON string, or what `aws ses get-identity-policies`,
 * `aws sesv2 get-email-identity-policies` and `aws sesv2 get-email-identity` print.
 *
 * The identity is the one that the policy's Resource names; where it names none, the file's name stands for it.
 */
export const readPolicyFile = (file: SourceFile, node: Node): Outcome => {
  const policies = member(node, "Policies");
  if (policies?.kind === "object") return readPolicies(file, policies);
  if (member(node, "Statement") !== undefined)
    return judged(file, [policyDocument(baseName(file), withPlaceholders(policyText(file, node)))]);
  if (node.kind === "string")
    return judged(file, [policyDocument(baseName(file), withPlaceholders(node.text))]);
  const list = NAME_LISTS.find((name) => member(node, name) !== undefined);
  return {
    status: "skipped",
    reason: list === undefined ? "it holds no policy" : `its ${list} are names; it holds no policy`,
    todo: GIVE_A_POLICY,
  };
};

/** A policy's own JSON, to the letter, or what YAML says as JSON. */
const policyText = (file: SourceFile, node: Node): Text =>
  node.range === undefined ? encodeJson(nodeValue(node)) : fileText(file);

const readPolicies = (file: SourceFile, policies: ObjectNode): Outcome => {
  const twice = repeated(policies);
  if (twice !== undefined)
    return notUnderstood(
      file,
      twice.value,
      `the policy name ${JSON.stringify(twice.name.text)} appears twice`,
    );
  const odd = policies.members.find(({ value }) => value.kind !== "string");
  if (odd !== undefined)
    return notUnderstood(
      file,
      odd.value,
      `policy ${JSON.stringify(odd.name.text)} is not a string, as the aws command line prints it`,
    );
  return judged(
    file,
    policies.members.flatMap(({ name, value }) =>
      value.kind === "string" ? [policyDocument(name.text, value.text)] : [],
    ),
  );
};

const notUnderstood = (file: SourceFile, node: Node, reason: string): Outcome => ({
  status: "not-understood",
  reason,
  line: lineAndColumn(file, node.span.from).line,
  todo: GIVE_A_POLICY,
});

const judged = (file: SourceFile, documents: readonly PolicyDocument[]): Outcome => {
  const long = documents.find(({ document }) => document.length > LONGEST_POLICY);
  if (long !== undefined)
    return {
      status: "not-understood",
      reason: `policy ${JSON.stringify(long.name)} is ${long.document.length} characters long; SES takes 4 KB`,
      todo: GIVE_A_POLICY,
    };
  const resources = documents.flatMap(({ document }) => resourceTexts(document) ?? []);
  const foreign = resources.find((text) => text.startsWith("arn:") && parseIdentityArn(text) === null);
  if (
    foreign !== undefined &&
    resources.every((text) => text.startsWith("arn:") && parseIdentityArn(text) === null)
  )
    return {
      status: "skipped",
      reason: `its policy is about ${foreign.slice(0, 100)}, which is no SES identity`,
      todo: GIVE_A_POLICY,
    };
  const named = namedIdentities(resources);
  return {
    status: "judged",
    identities: (named.length === 0 ? [baseName(file)] : named).flatMap((name) =>
      underEachAccount(
        { name, file: file.path, address: name, policies: documents },
        accountsOf(name, resources),
      ),
    ),
  };
};

/** The file's name without its folders and without `.json`; stands for an identity that no document names. */
const baseName = ({ path }: SourceFile): string =>
  path === "-"
    ? "stdin"
    : path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:json|txt|ya?ml)$/i, "") || path;

/** Whether a policy found in a repository is one for an SES identity: it names principals, and SES. */
export const concernsSes = (node: Node): boolean => {
  if (member(node, "Policies") !== undefined)
    return membersOf(member(node, "Policies")).some(
      ({ value }) =>
        resourceTexts(stringOf(value) ?? "")?.some(isSesResource) ?? /\bses:/i.test(stringOf(value) ?? ""),
    );
  const statements = oneOrMany(member(node, "Statement"));
  return (
    statements.some(
      (statement) =>
        member(statement, "Principal") !== undefined || member(statement, "NotPrincipal") !== undefined,
    ) &&
    (resourcesOf(node).some(isSesResource) ||
      statements.some((statement) =>
        oneOrMany(member(statement, "Action") ?? member(statement, "NotAction")).some((action) =>
          /^ses:/i.test(stringOf(action) ?? ""),
        ),
      ))
  );
};

const isSesResource = (text: string): boolean => parseIdentityArn(text) !== null;
