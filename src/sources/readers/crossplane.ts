import { nodeValue } from "../terraform/functions/json-value.ts";
import { itemsOf, member, stringOf, type Node, type ObjectNode } from "../written/node.ts";
import { unknown, type Value } from "../written/value.ts";
import { objectsIn } from "../writers/objects-in.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import type { Reader } from "./reader.ts";

const KIND = /^(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy$/;

/** Kubernetes manifests of Crossplane's and Upbound's AWS providers (ses.aws.upbound.io, ses.aws.m.upbound.io, sesv2…), and Kubeform's. */
export const crossplane: Reader = {
  name: "Crossplane, Upbound",
  reads: (file) =>
    file.text.includes("IdentityPolicy") && [...objectsIn(file.documents())].some(isPolicyManifest),
  read: (file) => {
    const documents = file.documents();
    const objects = [...objectsIn(documents)];
    const found = objects.filter(isPolicyManifest);
    const policies = found.map((manifest) => policyOf(manifest, objects));
    return writtenOutcome(file, { policies: () => policies, handled: found.map(({ span }) => span) });
  },
};

const isPolicyManifest = (node: ObjectNode): boolean =>
  KIND.test(stringOf(member(node, "kind")) ?? "") &&
  /\bsesv?2?\./.test(stringOf(member(node, "apiVersion")) ?? "");

const policyOf = (manifest: ObjectNode, objects: readonly ObjectNode[]): WrittenPolicy => {
  const given = member(manifest, "spec", "forProvider") ?? member(manifest, "spec", "resource");
  const value = (...names: readonly string[]): Value | null => {
    const node = names.map((name) => member(given, name)).find((one) => one !== undefined);
    return node === undefined ? null : nodeValue(node);
  };
  const name = member(manifest, "metadata", "name");
  const patched = isPatched(manifest, objects);
  return {
    identity: value("identity", "emailIdentity") ?? referred(given, objects),
    name: value("policyName", "name") ?? (name === undefined ? null : nodeValue(name)),
    policy: patched ? unknown("a policy that is patched", manifest.span) : value("policy"),
    region: value("region"),
    caller: stringOf(member(manifest, "spec", "providerConfigRef", "name")) ?? null,
    label: stringOf(name) ?? "IdentityPolicy",
    span: manifest.span,
    open: null,
  };
};

/** The identity that a reference names, by the manifest beside it where there is one. */
const referred = (given: Node | undefined, objects: readonly ObjectNode[]): Value | null => {
  const reference = member(given, "identityRef", "name") ?? member(given, "emailIdentityRef", "name");
  if (reference === undefined) return null;
  const target = objects.find(
    (one) =>
      /^(?:Domain|Email)Identity$/.test(stringOf(member(one, "kind")) ?? "") &&
      stringOf(member(one, "metadata", "name")) === stringOf(reference),
  );
  const named = ["domain", "email", "emailIdentity"]
    .map((name) => member(target, "spec", "forProvider", name))
    .find((node) => node !== undefined);
  return nodeValue(named ?? reference);
};

/** Whether a composition patches the policy of a manifest that is its `base`. */
const isPatched = (manifest: ObjectNode, objects: readonly ObjectNode[]): boolean =>
  objects.some(
    (one) =>
      member(one, "base") === manifest &&
      itemsOf(member(one, "patches")).some((patch) =>
        /policy/i.test(stringOf(member(patch, "toFieldPath")) ?? "policy"),
      ),
  );
