import type { CrossplaneForm } from "../../model/kind-in-code.ts";
import { nodeValue } from "../terraform/functions/json-value.ts";
import { itemsOf, member, stringOf, type Node, type ObjectNode } from "../written/node.ts";
import { unknown, type Value } from "../written/value.ts";
import { objectsIn } from "../writers/objects-in.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import type { Reader } from "./reader.ts";

/** Kubernetes manifests of Crossplane's and Upbound's AWS providers, and Kubeform's. */
export const crossplane: Reader = {
  name: "Crossplane, Upbound",
  readsObjects: true,
  reads: (file) =>
    file.text.includes(file.kind.crossplane.mark) &&
    [...objectsIn(file.documents())].some((one) => isPolicyManifest(one, file.kind.crossplane)),
  read: (file) => {
    const documents = file.documents();
    const objects = [...objectsIn(documents)];
    const { crossplane: form } = file.kind;
    const found = objects.filter((one) => isPolicyManifest(one, form));
    const policies = found.map((manifest) => policyOf(manifest, objects, form));
    return writtenOutcome(file, { policies: () => policies, handled: found.map(({ span }) => span) });
  },
};

const isPolicyManifest = (node: ObjectNode, { kind, apiVersion }: CrossplaneForm): boolean =>
  kind.test(stringOf(member(node, "kind")) ?? "") &&
  apiVersion.test(stringOf(member(node, "apiVersion")) ?? "");

const policyOf = (
  manifest: ObjectNode,
  objects: readonly ObjectNode[],
  form: CrossplaneForm,
): WrittenPolicy => {
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
    identity: value(...form.resource) ?? referred(given, objects, form),
    name: value(...form.name) ?? (name === undefined ? null : nodeValue(name)),
    policy: patched ? unknown("a policy that is patched", manifest.span) : value(...form.policy),
    region: value("region"),
    caller: stringOf(member(manifest, "spec", "providerConfigRef", "name")) ?? null,
    label: stringOf(name) ?? form.mark,
    span: manifest.span,
    open: null,
  };
};

/** The identity that a reference names, by the manifest beside it where there is one. */
const referred = (
  given: Node | undefined,
  objects: readonly ObjectNode[],
  { references, declared, declaredName }: CrossplaneForm,
): Value | null => {
  const reference = references.map((name) => member(given, name, "name")).find((node) => node !== undefined);
  if (reference === undefined) return null;
  const target = objects.find(
    (one) =>
      declared.test(stringOf(member(one, "kind")) ?? "") &&
      stringOf(member(one, "metadata", "name")) === stringOf(reference),
  );
  const named = declaredName
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
