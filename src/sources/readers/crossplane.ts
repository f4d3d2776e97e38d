import { MANIFEST_KIND } from "../../services/ses/in-code/names.ts";
import { nodeValue } from "../terraform/functions/json-value.ts";
import { itemsOf, member, stringOf, type Node, type ObjectNode } from "../written/node.ts";
import { unknown, type Value } from "../written/value.ts";
import { objectsIn } from "../writers/objects-in.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import type { Reader } from "./reader.ts";

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
  MANIFEST_KIND.test(stringOf(member(node, "kind")) ?? "") &&
  /\bsesv?2?\./.test(stringOf(member(node, "apiVersion")) ?? "");

const policyOf = (manifest: ObjectNode, objects: readonly ObjectNode[]): WrittenPolicy => {
  const given = member(manifest, "spec", "forProvider") ?? member(manifest, "spec", "resource");
  // What Crossplane gives only when it creates the resource.
  const initial = member(manifest, "spec", "initProvider");
  const value = (...names: readonly string[]): Value | null => {
    const node = [given, initial]
      .flatMap((part) => names.map((name) => member(part, name)))
      .find((one) => one !== undefined);
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

/** Whether a patch of this field changes the policy: it is the field, a part of it, or what the field is a part of. */
const reachesPolicy = (path: string | undefined): boolean =>
  path === undefined || /policy|\[/i.test(path) || /^(?:spec|spec\.(?:forProvider|initProvider))$/.test(path);

/** Whether a composition patches the policy of a manifest that is its `base`. */
const isPatched = (manifest: ObjectNode, objects: readonly ObjectNode[]): boolean =>
  objects.some(
    (one) =>
      member(one, "base") === manifest &&
      itemsOf(member(one, "patches")).some((patch) => reachesPolicy(stringOf(member(patch, "toFieldPath")))),
  );
