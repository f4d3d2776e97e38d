// Longer than other files: one module's blocks and calls, which refer to each other.

import { posix } from "node:path";
import type { CodeKind } from "../written/code-kind.ts";
import type { Account } from "../written/identity.ts";
import type { Span } from "../written/text.ts";
import type { Value } from "../written/value.ts";
import type { AttributeTables, KnownAttributes } from "./attributes.ts";
import { evaluate } from "./evaluate.ts";
import { constantText, spanOfRange } from "./traverse.ts";
import { folderText, instancesOf, type Instance } from "./expand.ts";
import type { Budget, Files, Frame } from "./frame.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { policyDocumentJson } from "./policy-document-data.ts";
import { type Origin } from "./origin.ts";
import { accountOf, passedProviders, type FindProvider } from "./providers.ts";
import { constant, variableValue } from "./variables.ts";

/** What every module of one root shares. */
export interface Root {
  readonly folder: string;
  /** The kind of resource whose policies are looked for. */
  readonly kind: CodeKind;
  readonly attributes: AttributeTables;
  /** The account that a document has named, with the keys of the one that it stands for; null before one has. */
  readonly as: Account | null;
  readonly files: Files;
  readonly budget: Budget;
  /** The declarations of a folder; null where there are none. */
  readonly sourceOf: (folder: string) => ModuleSource | null;
}

/** A module as it is called: its declarations with its inputs. */
export interface Module {
  readonly root: Root;
  readonly source: ModuleSource;
  /** `module.a.module.b.`, empty for the root. */
  readonly prefix: string;
  /** The file of the root module that declares this, or calls it; null for the root. */
  readonly calledIn: string | null;
  readonly provider: FindProvider;
  readonly origin: Origin;
  /** What is not known about whether it is called at all. */
  readonly open: Value | null;
  readonly frame: Frame;
  readonly children: () => readonly Module[];
}

/** What opening a module costs, in steps of evaluation: calls of calls could make millions. */
const MODULE_COST = 100;

/** The values of a module's names, each evaluated once; one that needs itself is not known. */
const once = (compute: (name: string) => Value | null): ((name: string) => Value | null) => {
  const values = new Map<string, Value | null>();
  return (name) => {
    const known = values.get(name);
    if (known !== undefined) return known;
    values.set(name, null);
    const value = compute(name);
    values.set(name, value);
    return value;
  };
};

const entity = (name: string, span: Span, get: (attribute: string, at: Span) => Value | null): Value => ({
  kind: "entity",
  name,
  get,
  span,
});

const NOWHERE: Span = { file: { path: "", text: "" }, from: 0, to: 0 };

export interface Calling {
  readonly prefix: string;
  readonly calledIn: string | null;
  readonly providers: (frame: Frame, origin: Origin) => FindProvider;
  readonly open: Value | null;
  readonly caller: Origin | null;
  /** The caller's value of an input; null for the root. */
  readonly input: ((name: string) => Value | null) | null;
}

const own = (name: string, get: (attribute: string) => Value | null): Value => entity(name, NOWHERE, get);

export const openModule = (root: Root, source: ModuleSource, calling: Calling): Module => {
  const variable = once((name) => {
    const declared = source.variables.get(name);
    if (declared === undefined) return null;
    const loaded = calling.input === null ? source.given.get(name) : undefined;
    const given = loaded === undefined ? (calling.input?.(name) ?? null) : evaluate(loaded, constant(frame));
    return variableValue(declared, given, frame);
  });
  const local = once((name) => {
    const expression = source.locals.get(name);
    return expression === undefined ? null : evaluate(expression, frame);
  });
  const resource = once((name) => blockValue(module, source.resources.get(name), root.attributes.resources));
  const data = once((name) => blockValue(module, source.data.get(name), root.attributes.data));
  const called = once((name) => callValue(module, name));
  const types = new Set(Array.from(source.resources.values(), ({ labels }) => labels[0]));
  const lookUp = (name: string): Value | null => {
    if (name === "var") return own("var", variable);
    if (name === "local") return own("local", local);
    if (name === "module") return own("module", called);
    if (name === "path") return own("path", (folder) => pathValue(module, folder));
    if (name === "data")
      return own("data", (type) => own(`data.${type}`, (label) => data(`${type}.${label}`)));
    return types.has(name) ? own(name, (label) => resource(`${name}.${label}`)) : null;
  };
  const frame: Frame = { lookUp, files: root.files, budget: root.budget };
  const origin: Origin = { folder: source.folder, prefix: calling.prefix, caller: calling.caller };
  const module: Module = {
    root,
    source,
    prefix: calling.prefix,
    calledIn: calling.calledIn,
    provider: calling.providers(frame, origin),
    origin,
    open: calling.open,
    frame,
    children: () =>
      Array.from(source.calls.values()).flatMap((call) =>
        calledModules(module, call).map(({ child }) => child),
      ),
  };
  return module;
};

const pathValue = ({ source, root }: Module, name: string): Value | null => {
  const folder = name === "module" ? source.folder : name === "root" || name === "cwd" ? root.folder : null;
  const [block] = [...source.resources.values(), ...source.data.values()];
  return folder === null || block === undefined ? null : folderText(folder, block);
};

/** Like a block's instances: one value, a list, or an object by key. */
const gathered = (
  instances: readonly Instance[],
  block: Declared,
  value: (instance: Instance) => Value,
): Value | null => {
  const span = spanOfRange(block);
  const counted = block.body.attributes.has("count");
  const [first] = instances;
  if (first === undefined && !counted && !block.body.attributes.has("for_each"))
    return { kind: "null", span };
  if (first?.key === null) return value(first);
  // Of what is counted, `[0]` is the one that is judged; of what has keys, no key is known.
  if (first?.key === "?") return counted ? { kind: "list", items: [value(first)], span } : null;
  return typeof first?.key === "string"
    ? {
        kind: "object",
        entries: new Map(instances.map((instance) => [String(instance.key), value(instance)])),
        span,
      }
    : { kind: "list", items: instances.map(value), span };
};

const blockValue = (
  module: Module,
  block: Declared | undefined,
  table: Readonly<Record<string, KnownAttributes>>,
): Value | null =>
  block === undefined
    ? null
    : gathered(instancesOf(block, module.frame), block, (instance) =>
        instanceValue(module, block, instance, table),
      );

const instanceValue = (
  module: Module,
  block: Declared,
  instance: Instance,
  table: Readonly<Record<string, KnownAttributes>>,
): Value => {
  const [type = ""] = block.labels;
  const given = attributesOf(block, instance.frame);
  const name = addressOf(block, instance);
  const rendered = once(() => policyDocumentJson(block, instance.frame));
  return entity(name, spanOfRange(block), (attribute, at) => {
    if (type === "aws_iam_policy_document" && (attribute === "json" || attribute === "minified_json"))
      return rendered("json");
    const written = given(attribute);
    if (written !== null) return written;
    const known = Object.hasOwn(table, type)
      ? table[type]?.(given, deployedAs(module, block, instance), at)
      : undefined;
    return known !== undefined && Object.hasOwn(known, attribute) ? (known[attribute]?.() ?? null) : null;
  });
};

/** Where an instance of a block is deployed. */
export const deployedAs = (module: Module, block: Declared, { frame, open }: Instance): Account =>
  accountOf({ ...module, origin: { ...module.origin, each: open ?? null } }, block, frame);

/** The attributes that a block gives, as values; null for one that it does not. */
export const attributesOf = (block: Declared, frame: Frame): ((name: string) => Value | null) =>
  once((name) => {
    const expression = block.body.attributes.get(name);
    return expression === undefined ? null : evaluate(expression, frame);
  });

/** `aws_iam_role.a["x"]` */
export const addressOf = (block: Declared, { key }: Instance): string =>
  `${block.labels.join(".")}${key === null ? "" : typeof key === "number" || key === "?" ? `[${key}]` : `[${JSON.stringify(key)}]`}`;

/** The instances of a call of a local module; none where it is from elsewhere. */
const calledModules = (
  module: Module,
  call: Declared,
): readonly { readonly instance: Instance; readonly child: Module }[] => {
  const { budget } = module.root;
  const source = localSource(module, call);
  if (source === null || isCalledFrom(module.origin, source.folder) || budget.left <= 0) return [];
  const instances = instancesOf(call, module.frame);
  budget.left -= MODULE_COST * instances.length;
  return instances.map((instance) => ({
    instance,
    child: openModule(module.root, source, {
      prefix: `${module.prefix}module.${addressOf(call, instance)}.`,
      calledIn: module.calledIn ?? call.file.path,
      providers: (frame, origin) =>
        passedProviders(call, instance.frame, module.provider, { source, frame, origin }),
      open: module.open ?? instance.open ?? null,
      caller: { ...module.origin, each: instance.open ?? null },
      input: attributesOf(call, instance.frame),
    }),
  }));
};

/** A module that calls itself is refused by Terraform, and not followed here. */
const isCalledFrom = (origin: Origin, folder: string): boolean => {
  for (let at: Origin | null = origin; at !== null; at = at.caller) if (at.folder === folder) return true;
  return false;
};

const localSource = (module: Module, call: Declared): ModuleSource | null => {
  const folder = localFolder(module.source.folder, call);
  return folder === null ? null : module.root.sourceOf(folder);
};

/** The folder that a call with `source = "./…"` means; null for a module from elsewhere, or outside of the repository. */
export const localFolder = (from: string, call: Declared): string | null => {
  const source = call.body.attributes.get("source");
  const path = constantText(source) ?? "";
  if (!/^\.\.?(?:\/|$)/.test(path)) return null;
  const folder = posix.normalize(posix.join(from === "" ? "." : from, path)).replace(/\/$/, "");
  return folder.startsWith("..") ? null : folder === "." ? "" : folder;
};

const callValue = (module: Module, name: string): Value | null => {
  const call = module.source.calls.get(name);
  if (call === undefined) return null;
  const called = calledModules(module, call);
  return gathered(
    called.map(({ instance }) => instance),
    call,
    (instance) => {
      const child = called.find((one) => one.instance === instance)?.child;
      return entity(`module.${name}`, spanOfRange(call), (output) => outputValue(child, output));
    },
  );
};

const outputValue = (child: Module | undefined, name: string): Value | null => {
  const value = child?.source.outputs.get(name)?.body.attributes.get("value");
  return child === undefined || value === undefined ? null : evaluate(value, child.frame);
};
