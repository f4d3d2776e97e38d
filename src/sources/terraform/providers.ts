import { judgedAs, STAND_IN, type Account } from "../written/identity.ts";
import { inRegion } from "../written/in-region.ts";
import { writtenTags, type WrittenTags } from "../written/tags.ts";
import { knownText, type Value } from "../written/value.ts";
import { bindEach, instancesOf, nestedBlocks } from "./expand.ts";
import { keyText } from "./entries.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { originOf, type Origin } from "./origin.ts";
import type { Block, Expression } from "./syntax.ts";
import { written } from "./traverse.ts";

/** Finds a provider: `aws`, `aws.eu`, and in OpenTofu `aws.by_region["eu-west-1"]`. */
export type FindProvider = (reference: Reference) => Provider;

/** What a provider does for its resources. */
interface Provider {
  /** Where it deploys them. */
  readonly account: Account;
  /** Tags that it gives each; null where their keys are not known. */
  readonly tags: WrittenTags | null;
}

interface Reference {
  readonly name: string;
  readonly alias: string | null;
  /** The key of a provider with `for_each`; null where there is none. */
  readonly key: Value | null;
}

/** What deploying needs to know of a module. */
interface Deploying {
  /** As whom the code is judged again, in place of the account and region that it says itself; null where it is not. */
  readonly root: { readonly as: Account | null };
  readonly provider: FindProvider;
  readonly origin: Origin;
}

/** What the environment says of account and region: one for every provider that says nothing. */
const UNSAID: Account = { ...STAND_IN, accountKey: "?", regionKey: "?" };

const DEFAULT: Reference = { name: "aws", alias: null, key: null };

/** Where a resource or a data source is deployed: as its provider says, in the region that its own `region` names. */
export const accountOf = (module: Deploying, block: Block, frame: Frame): Account => {
  const { attributes } = block.body;
  const region = attributes.get("region");
  const account = inRegion(
    providerOf(module, block, frame).account,
    region === undefined ? null : evaluate(region, frame),
    (value) => originOf(value, module.origin),
  );
  return judgedAs(account, module.root.as);
};

/** The tags that its provider gives a resource; null where their keys are not known. */
export const defaultTagsOf = (module: Deploying, block: Block, frame: Frame): WrittenTags | null =>
  providerOf(module, block, frame).tags;

const providerOf = (module: Deploying, { body }: Block, frame: Frame): Provider =>
  module.provider(referenceOf(body.attributes.get("provider"), frame) ?? DEFAULT);

/** The module that a provider is looked for in. */
interface Inside {
  readonly source: ModuleSource;
  readonly frame: Frame;
  readonly origin: Origin;
}

/** The providers that a root module configures. */
export const providersOf =
  (inside: Inside): FindProvider =>
  (reference) =>
    declared(reference, inside) ?? undeclared(reference, inside.origin);

/** The providers that a call passes with `providers = { aws = aws.eu }`; the default one without being passed. */
export const passedProviders = (
  call: Block,
  callFrame: Frame,
  caller: FindProvider,
  inside: Inside,
): FindProvider => {
  const given = call.body.attributes.get("providers");
  const passed = new Map<string, Provider>();
  if (given?.type === "object")
    for (const { key, value } of given.elements) {
      const [inner, outer] = [referenceOf(key, callFrame), referenceOf(value, callFrame)];
      if (inner !== null && outer !== null) passed.set(nameOf(inner), caller(outer));
    }
  return (reference) =>
    passed.get(nameOf(reference)) ??
    declared(reference, inside) ??
    (reference.alias === null ? caller(reference) : undeclared(reference, inside.origin));
};

const nameOf = ({ name, alias }: Reference): string => (alias === null ? name : `${name}.${alias}`);

/** `aws.eu` is a reference to a provider, not to a value; older code and the JSON syntax write it as a text. */
const referenceOf = (expression: Expression | undefined, frame: Frame): Reference | null => {
  if (expression?.type === "variable") return { ...DEFAULT, name: expression.name };
  if (expression?.type === "attribute" && expression.of.type === "variable")
    return { name: expression.of.name, alias: expression.name, key: null };
  if (expression?.type === "index") {
    const of = referenceOf(expression.of, frame);
    return of === null ? null : { ...of, key: evaluate(expression.key, frame) };
  }
  if (expression?.type !== "template") return null;
  const [part] = expression.parts;
  const [name = "", alias] = part?.type === "text" ? part.text.text.split(".") : [];
  return name === "" ? null : { name, alias: alias ?? null, key: null };
};

const declared = ({ name, alias, key }: Reference, { source, frame, origin }: Inside): Provider | null => {
  const block = source.providers.find((one) => one.labels[0] === name && aliasOf(one, frame) === alias);
  if (block === undefined) return null;
  if (key === null || !block.body.attributes.has("for_each")) return configured(block, frame, origin);
  const text = keyText(key);
  const instance = instancesOf(block, frame).find((one) => one.key !== "?" && String(one.key) === text);
  const own = instance?.frame ?? bindEach(frame, key);
  return configured(block, own, origin);
};

const aliasOf = ({ body }: Declared, frame: Frame): string | null => {
  const alias = body.attributes.get("alias");
  return alias === undefined ? null : knownText(evaluate(alias, frame));
};

/** A provider that no block configures: what the environment says, or what only a caller could pass. */
const undeclared = (reference: Reference, origin: Origin): Provider => {
  if (reference.alias === null && reference.key === null) return { account: UNSAID, tags: new Map() };
  const { key } = reference;
  const name = `?${origin.prefix}${nameOf(reference)}${key === null ? "" : `[${keyText(key) ?? originOf(key, origin)}]`}`;
  return { account: { ...UNSAID, accountKey: name, regionKey: name }, tags: null };
};

const configured = (block: Declared, frame: Frame, origin: Origin): Provider => ({
  account: deployment(block, frame, origin),
  tags: defaultTags(block, frame),
});

const defaultTags = (block: Declared, frame: Frame): WrittenTags | null => {
  const [first] = nestedBlocks(block.body, "default_tags", frame);
  if (first === undefined) return new Map();
  if ("unknown" in first) return null;
  const tags = first.body.attributes.get("tags");
  return writtenTags(tags === undefined ? null : evaluate(tags, first.frame), keyText);
};

const deployment = (block: Declared, frame: Frame, origin: Origin): Account => {
  const { attributes } = block.body;
  const region = attributes.get("region");
  const account = accountId(block, frame);
  return inRegion(
    {
      ...UNSAID,
      ...(account === null
        ? { accountKey: `?${credentials(block, frame, origin)}` }
        : { account, accountKey: account }),
    },
    region === undefined ? null : evaluate(region, frame),
    (value) => originOf(value, origin),
  );
};

/** A single `allowed_account_ids`, or the account of the role that is assumed last. */
const accountId = (block: Declared, frame: Frame): string | null => {
  const allowed = block.body.attributes.get("allowed_account_ids");
  const value = allowed === undefined ? null : evaluate(allowed, frame);
  const [only, ...more] = value?.kind === "list" ? value.items : [];
  const id = only === undefined || more.length > 0 ? null : keyText(only);
  if (id !== null && /^\d{12}$/.test(id)) return id;
  const role = block.body.blocks
    .findLast(({ type }) => type === "assume_role")
    ?.body.attributes.get("role_arn");
  const arn = role === undefined ? null : knownText(evaluate(role, frame));
  return /^arn:[a-z-]+:iam::(\d{12}):role\//.exec(arn ?? "")?.[1] ?? null;
};

/** Who signs the provider's calls: two providers that say the same here are in one account, whatever it is. */
const CREDENTIALS = [
  "profile",
  "access_key",
  "token",
  "shared_config_files",
  "shared_credentials_files",
  "shared_credentials_file",
] as const;

const credentials = (block: Declared, frame: Frame, origin: Origin): string => {
  const given = CREDENTIALS.flatMap((name) => {
    const expression = block.body.attributes.get(name);
    return expression === undefined ? [] : [`${name}=${valueKey(expression, frame, origin)}`];
  });
  const roles = block.body.blocks
    .filter(({ type }) => type.startsWith("assume_role"))
    .flatMap(({ body }) =>
      Array.from(body.attributes, ([name, expression]) => `${name}=${valueKey(expression, frame, origin)}`),
    );
  return [...given, ...roles].join("\n");
};

const valueKey = (expression: Expression, frame: Frame, origin: Origin): string => {
  const value = evaluate(expression, frame);
  return (
    keyText(value) ??
    (value.kind === "list" || value.kind === "object"
      ? `${origin.prefix}${written(expression)}`
      : originOf(value, origin))
  );
};
