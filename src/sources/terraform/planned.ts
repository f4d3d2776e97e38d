import { identitiesOf, type Attached } from "../written/attached.ts";
import { parseIdentityArn, STAND_IN, type Account } from "../written/identity.ts";
import { itemsOf, member, stringOf, type Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { hole, placeOf, type SourceFile } from "../written/text.ts";
import { IDENTITY_TYPES, POLICY_TYPES } from "./attributes.ts";

/** Whether JSON is a plan (`terraform show -json`), a state shown the same way, or a state file. */
export const isPlanOrState = (node: Node): boolean =>
  (member(node, "format_version") !== undefined && modulesOf(node) !== undefined) ||
  (member(node, "terraform_version") !== undefined && member(node, "lineage") !== undefined);

const modulesOf = (node: Node): Node | undefined =>
  member(node, "planned_values", "root_module") ?? member(node, "values", "root_module");

/** Reads the SES identities and policies of a plan or a state; what is known after apply only is left open. */
export const readPlanned = (file: SourceFile, root: Node): Outcome => {
  const resources = modulesOf(root) === undefined ? stateResources(root) : plannedResources(root);
  const identities = identitiesOf((account) => attachedIn(file, root, resources, account ?? STAND_IN));
  return identities.length === 0
    ? {
        status: "skipped",
        reason: "a plan or state without SES identities",
        todo: "Give one that has an SES identity.",
      }
    : { status: "judged", identities, planned: true };
};

/** A resource as it is or will be. */
interface Planned {
  readonly address: string;
  readonly type: string;
  readonly values: Node | undefined;
  readonly node: Node;
}

const plannedResources = (root: Node): readonly Planned[] => {
  const found: Planned[] = [];
  const pending = [modulesOf(root)];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const node of itemsOf(member(module, "resources")))
      if (stringOf(member(node, "mode")) !== "data")
        found.push({
          address: stringOf(member(node, "address")) ?? "",
          type: stringOf(member(node, "type")) ?? "",
          values: member(node, "values"),
          node,
        });
    pending.push(...itemsOf(member(module, "child_modules")).toReversed());
  }
  return found;
};

const stateResources = (root: Node): readonly Planned[] =>
  itemsOf(member(root, "resources")).flatMap((resource) => {
    const [module, type, name] = ["module", "type", "name"].map((part) => stringOf(member(resource, part)));
    if (type === undefined || stringOf(member(resource, "mode")) === "data") return [];
    return itemsOf(member(resource, "instances")).map((instance): Planned => {
      const key = member(instance, "index_key");
      const index =
        key?.kind === "number"
          ? `[${key.written}]`
          : key?.kind === "string"
            ? `[${JSON.stringify(key.text.text)}]`
            : "";
      return {
        address: `${module === undefined ? "" : `${module}.`}${type}.${name ?? ""}${index}`,
        type,
        values: member(instance, "attributes"),
        node: instance,
      };
    });
  });

const attachedIn = (
  file: SourceFile,
  root: Node,
  resources: readonly Planned[],
  account: Account,
): readonly Attached[] =>
  resources.flatMap(({ address, type, values, node }): readonly Attached[] => {
    const named = Object.hasOwn(IDENTITY_TYPES, type) ? IDENTITY_TYPES[type] : undefined;
    const policy = Object.hasOwn(POLICY_TYPES, type) ? POLICY_TYPES[type] : undefined;
    const attribute = named ?? policy?.identity;
    if (attribute === undefined) return [];
    const given =
      stringOf(member(values, attribute)) ?? referredIdentity(root, address, attribute, resources) ?? address;
    const arn =
      [given, stringOf(member(values, "arn")) ?? ""].find((text) => parseIdentityArn(text) !== null) ?? null;
    const text = member(values, "policy");
    return [
      {
        identity: parseIdentityArn(given)?.name ?? given,
        arn,
        policy:
          policy === undefined
            ? null
            : {
                name: stringOf(member(values, policy.name)) ?? address,
                text:
                  text?.kind === "string"
                    ? text.text
                    : hole(`${address}.policy, known after apply`, node.span),
              },
        file: file.path,
        rootFile: file.path,
        address,
        place: placeOf(node.span),
        open: null,
        account,
      },
    ];
  });

/** The identity that a policy's configuration refers to, where its ARN is known after apply only. */
const referredIdentity = (
  root: Node,
  address: string,
  attribute: string,
  resources: readonly Planned[],
): string | undefined => {
  const parts = address.replaceAll(/\[[^\]]*\]/g, "").split(".");
  const calls = parts.slice(0, -2).filter((_, index) => index % 2 === 1);
  const module = calls.reduce<Node | undefined>(
    (at, call) => member(at, "module_calls", call, "module"),
    member(root, "configuration", "root_module"),
  );
  const own = parts.slice(-2).join(".");
  const configured = itemsOf(member(module, "resources")).find(
    (one) => stringOf(member(one, "address")) === own,
  );
  const reference = itemsOf(member(configured, "expressions", attribute, "references")).map(stringOf)[0];
  const prefix = address.includes("module.")
    ? address.slice(0, address.lastIndexOf(`.${own.split(".")[0] ?? ""}.`) + 1)
    : "";
  const target = resources.find(
    ({ address: other }) => other === `${prefix}${reference?.split(".").slice(0, 2).join(".") ?? ""}`,
  );
  const name = target === undefined ? undefined : IDENTITY_TYPES[target.type];
  return name === undefined ? undefined : stringOf(member(target?.values, name));
};
