import type { CodeKind } from "../written/code-kind.ts";
import { identitiesOf, type Attached } from "../written/attached.ts";
import { judgedAs, parseIdentityArn, STAND_IN, type Account } from "../written/identity.ts";
import { itemsOf, member, membersOf, stringOf, type Node } from "../written/node.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";
import { knownTags, type WrittenTags } from "../written/tags.ts";
import { hole, lineAndColumn, placeOf, type SourceFile, type Text } from "../written/text.ts";
import { groupBy } from "../../text/order.ts";
import { plannedProvider, referredIdentity, type Planned } from "./planned-identity.ts";

/** Whether JSON is a plan (`terraform show -json`), a state shown the same way, or a state file. */
export const isPlanOrState = (node: Node): boolean =>
  (member(node, "format_version") !== undefined && modulesOf(node) !== undefined) ||
  isListOfChanges(node) ||
  isStateFile(node);

const isStateFile = (node: Node): boolean =>
  member(node, "terraform_version") !== undefined && member(node, "lineage") !== undefined;

/** A state or a plan that OpenTofu has encrypted. */
export const isEncrypted = (node: Node): boolean =>
  member(node, "encrypted_data") !== undefined && member(node, "encryption_version") !== undefined;

/** A plan of which somebody kept the changes alone, as policy checks are given it. */
const isListOfChanges = (node: Node): boolean =>
  modulesOf(node) === undefined &&
  itemsOf(member(node, "resource_changes")).some((one) => member(one, "change") !== undefined);

const modulesOf = (node: Node): Node | undefined =>
  member(node, "planned_values", "root_module") ?? member(node, "values", "root_module");

/** Reads the resources of a kind and their policies in a plan or a state; what is known after apply only is left open. */
export const readPlanned = (file: SourceFile, root: Node, kind: CodeKind): Outcome => {
  const stays = isListOfChanges(root)
    ? changedResources(root)
    : modulesOf(root) === undefined
      ? stateResources(root)
      : plannedResources(root);
  const resources = [...stays, ...forgottenResources(root), ...untouchedResources(root, stays)];
  const identities = identitiesOf(kind, (account) => attachedIn(file, root, resources, account, kind));
  const unread = leftOut(file, root, kind);
  return identities.length === 0 && unread.length === 0
    ? {
        status: "skipped",
        reason: `a plan or state without ${kind.words.many}`,
        todo: `Give one that has ${kind.words.a}.`,
      }
    : { status: "judged", identities, planned: true, unread };
};

/** What a plan says that it leaves out: changes that Terraform defers, and whatever follows an error or lies outside of its targets. */
const leftOut = (file: SourceFile, root: Node, { terraform, words }: CodeKind): readonly UnreadPart[] => {
  const deferred = itemsOf(member(root, "deferred_changes")).filter((one) =>
    [terraform.policyTypes, terraform.types].some((types) =>
      Object.hasOwn(types, stringOf(member(one, "resource_change", "type")) ?? ""),
    ),
  );
  const isTrue = (name: string, wanted: boolean): boolean => {
    const node = member(root, name);
    return node?.kind === "boolean" && node.value === wanted;
  };
  const partial = isTrue("errored", true)
    ? "Terraform could not finish this plan"
    : isTrue("complete", false)
      ? "the plan is not complete"
      : null;
  const isOld = root.kind === "object" && member(root, "modules") !== undefined && isStateFile(root);
  return [
    ...(isOld ? [{ line: 1, reason: "it is a state of Terraform before 0.12, which is not read" }] : []),
    ...deferred.map((one): UnreadPart => ({
      line: lineAndColumn(file, one.span.from).line,
      reason: `the plan defers ${stringOf(member(one, "resource_change", "address")) ?? words.a}, so that its policy is not known`,
    })),
    ...(partial === null || deferred.length > 0
      ? []
      : [{ line: 1, reason: `${partial}, so that it may leave out ${words.many} and policies` }]),
  ];
};

const plannedResources = (root: Node): readonly Planned[] => resourcesBelow(modulesOf(root));

const resourcesBelow = (top: Node | undefined): readonly Planned[] => {
  const found: Planned[] = [];
  const pending = [top];
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

/** Resources as they will be; one that is deleted will not be there. */
const changedResources = (root: Node): readonly Planned[] =>
  itemsOf(member(root, "resource_changes"))
    .filter(
      (node) =>
        stringOf(member(node, "mode")) !== "data" && member(node, "change", "after")?.kind === "object",
    )
    .map((node) => ({
      address: stringOf(member(node, "address")) ?? "",
      type: stringOf(member(node, "type")) ?? "",
      values: member(node, "change", "after"),
      node,
    }));

/**
 * Resources of the state that a plan says nothing of, as one that only refreshes, or that has targets: they stay as they
 * are.
 */
const untouchedResources = (root: Node, stays: readonly Planned[]): readonly Planned[] => {
  const spoken = new Set([
    ...stays.map(({ address }) => address),
    ...itemsOf(member(root, "resource_changes")).flatMap((node) =>
      ["address", "previous_address"].map((name) => stringOf(member(node, name))),
    ),
  ]);
  return resourcesBelow(member(root, "prior_state", "values", "root_module")).filter(
    ({ address }) => !spoken.has(address),
  );
};

/** Resources that Terraform gives up and leaves in the account (`removed` with `destroy = false`), as they are. */
const forgottenResources = (root: Node): readonly Planned[] =>
  itemsOf(member(root, "resource_changes"))
    .filter(
      (node) =>
        stringOf(member(node, "mode")) !== "data" &&
        itemsOf(member(node, "change", "actions")).some((action) => stringOf(action) === "forget") &&
        member(node, "change", "before")?.kind === "object",
    )
    .map((node) => ({
      address: `${stringOf(member(node, "address")) ?? ""}@forgotten`,
      type: stringOf(member(node, "type")) ?? "",
      values: member(node, "change", "before"),
      node,
    }));

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
        provider: stringOf(member(resource, "provider")) ?? "",
      };
    });
  });

const attachedIn = (
  file: SourceFile,
  root: Node,
  resources: readonly Planned[],
  as: Account | null,
  kind: CodeKind,
): readonly Attached[] =>
  withKnownPlaces(
    resources.flatMap((resource): readonly Attached[] => {
      const { address, type, values, node } = resource;
      const { types, policyTypes } = kind.terraform;
      const declared = Object.hasOwn(types, type) ? types[type] : undefined;
      const policy = Object.hasOwn(policyTypes, type) ? policyTypes[type] : undefined;
      const attribute = declared?.name ?? policy?.resource;
      if (attribute === undefined) return [];
      const given =
        stringOf(member(values, attribute)) ?? referredIdentity(root, address, attribute, resources, kind);
      const arn =
        [given, stringOf(member(values, "arn"))].find(
          (text) => text !== undefined && parseIdentityArn(text, kind) !== null,
        ) ?? null;
      const textIn = (name: string): Text => {
        const text = member(values, name);
        return text?.kind === "string" ? text.text : hole(`${address}.${name}, known after apply`, node.span);
      };
      const attached: Attached = {
        identity: given === undefined ? address : (parseIdentityArn(given, kind)?.name ?? given),
        unnamed: given === undefined ? address : null,
        arn,
        policy:
          policy === undefined
            ? null
            : {
                name:
                  stringOf(policy.name === undefined ? undefined : member(values, policy.name)) ?? address,
                text: textIn(policy.policy ?? "policy"),
              },
        file: file.path,
        rootFile: file.path,
        address,
        place: placeOf(node.span),
        open: null,
        account: deployed(root, resource, arn, kind),
        ...(declared?.tags === undefined ? {} : knownTags(tagsIn(values, declared.tags))),
      };
      const own = declared?.policy;
      const isGiven = own !== undefined && !["null", undefined].includes(member(values, own)?.kind);
      return own === undefined || !isGiven
        ? [attached]
        : [
            attached,
            { ...attached, policy: { name: address, text: textIn(own) }, address: `${address}.${own}` },
          ];
    }),
  ).map((one) => ({ ...one, account: judgedAs(one.account, as) }));

/** `tags_all` holds what the provider gives by default too; values that are known after apply only are missing. */
const tagsIn = (values: Node | undefined, name: string): WrittenTags => {
  const own = member(values, `${name}_all`) ?? member(values, name);
  return new Map(
    membersOf(own).map((tag): readonly [string, string | null] => [
      tag.name.text,
      stringOf(tag.value) ?? null,
    ]),
  );
};

/** Where a resource is deployed: as its ARN, its own region (AWS provider 6) or its provider says. */
const deployed = (root: Node, resource: Planned, arn: string | null, kind: CodeKind): Account => {
  const provider = plannedProvider(root, resource);
  const own = arn === null ? null : parseIdentityArn(arn, kind);
  const region = stringOf(member(resource.values, "region")) ?? own?.region ?? provider.region;
  const account = own?.account ?? provider.account;
  return {
    partition: own?.partition ?? STAND_IN.partition,
    region: region ?? STAND_IN.region,
    account: account ?? STAND_IN.account,
    accountKey: account ?? provider.accountKey,
    regionKey: region ?? provider.regionKey,
    regionKnown: region !== null,
  };
};

/**
 * A state names account and region of an identity in its ARN, and of a policy perhaps not: where one identity alone has
 * the name, the policy is its own.
 */
const withKnownPlaces = (attached: readonly Attached[]): readonly Attached[] => {
  const identities = groupBy(
    attached.filter(({ policy }) => policy === null),
    ({ identity }) => identity,
  );
  return attached.map((one) => {
    const [only, ...more] = identities.get(one.identity) ?? [];
    if (one.policy === null || only === undefined || more.length > 0) return one;
    const isOpen = (key: "accountKey" | "regionKey"): boolean => one.account[key]?.startsWith("?") === true;
    const { account, accountKey, region, regionKey, regionKnown } = only.account;
    return {
      ...one,
      account: {
        ...one.account,
        ...(isOpen("accountKey") ? { account, ...(accountKey === undefined ? {} : { accountKey }) } : {}),
        ...(isOpen("regionKey")
          ? {
              region,
              ...(regionKey === undefined ? {} : { regionKey }),
              ...(regionKnown === undefined ? {} : { regionKnown }),
            }
          : {}),
      },
    };
  });
};
