import type { CodeKind } from "../written/code-kind.ts";
import { itemsOf, member, membersOf, stringOf, type Node } from "../written/node.ts";

/** A resource of a plan or a state, as it is or will be. */
export interface Planned {
  readonly address: string;
  readonly type: string;
  readonly values: Node | undefined;
  readonly node: Node;
  /** A state's name of the provider, `provider["…/aws"].alias`; a plan has it in its configuration. */
  readonly provider?: string;
}

/** One module instance of a plan: its configuration, what it is called, and by whom. */
interface At {
  readonly configuration: Node | undefined;
  /** `module.a["x"].`, empty for the root. */
  readonly prefix: string;
  /** The key of the call or the resource that `each` and `count` stand for; null without one. */
  readonly key: string | null;
  readonly caller: At | null;
  /** The call of this module in its caller; undefined for the root. */
  readonly call: Node | undefined;
}

/** One step of an address: a name, and the instance's key as it is written. */
interface Step {
  readonly name: string;
  readonly key: string | null;
}

const STEP = /([^.[\]]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(?:\.|$)/g;

const stepsOf = (address: string): readonly Step[] =>
  Array.from(address.matchAll(STEP), ([, name = "", key = null]) => ({ name, key }));

const bracketed = (key: string | null): string => (key === null ? "" : `[${key}]`);

/** Finds the module that an address is in, down from the root. */
const moduleOf = (root: Node, steps: readonly Step[]): At => {
  let at: At = {
    configuration: member(root, "configuration", "root_module"),
    prefix: "",
    key: null,
    caller: null,
    call: undefined,
  };
  for (const [index, { name, key }] of steps.entries()) if (index % 2 === 1) at = childOf(at, name, key);
  return at;
};

const childOf = (at: At, name: string, key: string | null): At => {
  const call = member(at.configuration, "module_calls", name);
  return {
    configuration: member(call, "module"),
    prefix: `${at.prefix}module.${name}${bracketed(key)}.`,
    key,
    caller: at,
    call,
  };
};

/** References through more modules than this are not followed. */
const DEEPEST = 20;

/**
 * The identity that a policy's configuration refers to, where its value is known after apply only: by an identity's
 * resource, also one of `for_each` or `count`, by an input of its module, or by another module's output.
 */
export const referredIdentity = (
  root: Node,
  address: string,
  attribute: string,
  resources: readonly Planned[],
  kind: CodeKind,
): string | undefined => {
  const steps = stepsOf(address);
  const [type, label] = steps.slice(-2);
  if (type === undefined || label === undefined) return undefined;
  const at = moduleOf(root, steps.slice(0, -2));
  const configured = itemsOf(member(at.configuration, "resources")).find(
    (one) => stringOf(member(one, "address")) === `${type.name}.${label.name}`,
  );
  const expression = member(configured, "expressions", attribute);
  return identityOf(expression, { ...at, key: label.key }, root, resources, kind, DEEPEST);
};

const identityOf = (
  expression: Node | undefined,
  at: At,
  root: Node,
  resources: readonly Planned[],
  kind: CodeKind,
  deepest: number,
): string | undefined => {
  const constant = stringOf(member(expression, "constant_value"));
  if (constant !== undefined || deepest === 0) return constant;
  const references = itemsOf(member(expression, "references")).flatMap((one) => stringOf(one) ?? []);
  const keyed = references.some((one) => one === "each.key" || one === "each.value" || one === "count.index");
  const found = new Set<string>();
  for (const reference of references.filter((one) => !isPartOfAnother(one, references))) {
    const [first, second, third] = stepsOf(reference);
    if (first === undefined || second === undefined) continue;
    const key = keyed ? at.key : second.key;
    if (Object.hasOwn(kind.terraform.types, first.name))
      found.add(resourceIdentity(`${at.prefix}${first.name}.${second.name}`, key, resources, kind) ?? "");
    else if (first.name === "var")
      found.add(
        (at.caller === null
          ? stringOf(member(root, "variables", second.name, "value"))
          : identityOf(
              member(at.call, "expressions", second.name),
              // Within a call, `each` is the call's own key.
              { ...at.caller, key: keyOfCall(at.prefix) },
              root,
              resources,
              kind,
              deepest - 1,
            )) ?? "",
      );
    else if (first.name === "module" && third !== undefined) {
      const child = childOf(at, second.name, key);
      const output = member(child.configuration, "outputs", third.name, "expression");
      found.add(identityOf(output, child, root, resources, kind, deepest - 1) ?? "");
    }
  }
  const [only, ...more] = found;
  return more.length > 0 || only === "" ? undefined : only;
};

/** A plan lists `a.b[0].arn` with `a.b[0]` and `a.b`. */
const isPartOfAnother = (reference: string, all: readonly string[]): boolean =>
  all.some((other) => other.startsWith(`${reference}.`) || other.startsWith(`${reference}[`));

const keyOfCall = (prefix: string): string | null => stepsOf(prefix).at(-1)?.key ?? null;

/** The name of the identity at an address: of the instance with this key, or of the only one. */
const resourceIdentity = (
  address: string,
  key: string | null,
  resources: readonly Planned[],
  kind: CodeKind,
): string | undefined => {
  const instances = resources.filter(
    (one) => one.address === address || one.address.startsWith(`${address}[`),
  );
  const [only, ...more] = instances;
  const chosen =
    instances.find((one) => one.address === `${address}${bracketed(key)}`) ??
    (more.length === 0 ? only : undefined);
  const name = chosen === undefined ? undefined : kind.terraform.types[chosen.type]?.name;
  return name === undefined ? undefined : stringOf(member(chosen?.values, name));
};

/** How a plan says where a resource is deployed: by its provider's configuration, whose names are the plan's own. */
export interface PlannedProvider {
  readonly accountKey: string;
  readonly regionKey: string;
  readonly region: string | null;
  readonly account: string | null;
}

export const plannedProvider = (root: Node, { address, provider: stated }: Planned): PlannedProvider => {
  const steps = stepsOf(address);
  const own = steps
    .slice(-2)
    .map(({ name }) => name)
    .join(".");
  const configured = itemsOf(member(moduleOf(root, steps.slice(0, -2)).configuration, "resources")).find(
    (one) => stringOf(member(one, "address")) === own,
  );
  const key = stringOf(member(configured, "provider_config_key")) ?? stated ?? "";
  const provider = member(root, "configuration", "provider_config", key);
  const said = (name: string): string | null => {
    const expression = member(provider, "expressions", name);
    const [reference] = itemsOf(member(expression, "references")).map(stringOf);
    const variable = reference?.startsWith("var.") === true ? reference.slice("var.".length) : null;
    return (
      stringOf(member(expression, "constant_value")) ??
      (variable === null ? null : (stringOf(member(root, "variables", variable, "value")) ?? null))
    );
  };
  const roles = itemsOf(member(provider, "expressions", "assume_role"));
  const role = stringOf(member(roles.at(-1), "role_arn", "constant_value")) ?? "";
  return {
    // Two aliases that differ in nothing but their region are in one account.
    accountKey: `?${provider === undefined ? key : credentials(provider)}`,
    // Without a region, each has the environment's.
    regionKey:
      provider !== undefined && member(provider, "expressions", "region") === undefined ? "?" : `?${key}`,
    region: said("region"),
    account: /^arn:[a-z-]+:iam::(\d{12}):role\//.exec(role)?.[1] ?? null,
  };
};

const credentials = (provider: Node): string => {
  const texts: string[] = [];
  const pending: Node[] = membersOf(member(provider, "expressions"))
    .filter(({ name }) => name.text !== "region" && name.text !== "default_tags")
    .map(({ value }) => value);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const text = stringOf(node);
    if (text !== undefined) texts.push(text);
    if (node.kind === "object")
      for (const { name, value } of node.members) {
        texts.push(name.text);
        pending.push(value);
      }
    if (node.kind === "array") pending.push(...node.items);
  }
  return texts.join("\n");
};
