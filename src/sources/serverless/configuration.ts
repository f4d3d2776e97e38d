import { posix } from "node:path";
import type { FindTemplate } from "../cloudformation/nested-stacks.ts";
import { readTemplate, templateIn } from "../cloudformation/template.ts";
import { readYaml } from "../cloudformation/yaml-node.ts";
import { isJson, isYaml } from "../file-kinds.ts";
import { withSourcePlaces } from "../iac-places/planned-places.ts";
import type { SettableName } from "../written/settable.ts";
import type { InputFile, Tree } from "../readers/reader.ts";
import { skipped } from "../readers/skipped.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { STAND_IN, type Account, type WrittenIdentity } from "../written/identity.ts";
import { readJson } from "../written/json.ts";
import { agreesWith, type Owned } from "../written/same-policy.ts";
import { member, stringOf, type Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { fileText } from "../written/text.ts";
import { unknown, type Value } from "../written/value.ts";
import { withExtensions } from "./extensions.ts";
import { mergedResources } from "./merge.ts";
import type { Service } from "./service.ts";
import { resolveNode } from "./variables.ts";

/** Steps of resolving one configuration; a large one takes some thousand. */
const STEPS = 50_000;

/** Stages that are judged beside the one that the configuration's defaults give. */
const MOST_STAGES = 20;

/** Names of stages that conditions are seen to compare with. */
const COMMON_STAGES = /\b(?:prod|prd|production|live|stage|stg|staging|preprod|test|qa|uat|demo)\b/g;

const PACKAGED = ".serverless/cloudformation-template-update-stack.json";

/** Whether a document is a configuration for AWS, whatever its file is called. */
export const isServerless = (node: Node): boolean => {
  const provider = member(node, "provider");
  return (
    member(node, "service") !== undefined &&
    (stringOf(provider) ?? stringOf(member(provider, "name"))) === "aws"
  );
};

/**
 * Reads a configuration of the Serverless Framework: the template in its `resources`, for each stage that it speaks of, and the
 * template that was packaged beside it.
 */
export const readServerless = (file: InputFile, root: Node, tree: Tree, find: FindTemplate): Outcome => {
  const asked = new Set<string>();
  const read = (given: ReadonlyMap<string, Value>): Outcome =>
    readWith(file, root, tree, find, { given: byEachSource(given), asked });
  const outcome = read(new Map());
  const names = namesOf(asked);
  const identitiesWith = (given: ReadonlyMap<string, Value>): readonly WrittenIdentity[] => {
    const other = read(given);
    return other.status === "judged" ? other.identities : [];
  };
  return outcome.status !== "judged" || names.length === 0
    ? outcome
    : { ...outcome, settable: { path: file.path, names, identitiesWith } };
};

/** What a command or the environment gives to a name, as each of the sources that take it from there. */
const byEachSource = (given: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
  new Map(
    [...given].flatMap(([name, value]) =>
      ["opt", "env", "param"].map((source) => [`${source}:${name}`, value] as const),
    ),
  );

/** Stages are read by themselves, and the region is the scope's. */
const namesOf = (asked: ReadonlySet<string>): readonly SettableName[] =>
  Array.from(asked, (address) => address.split(":"))
    .filter(([, name = ""]) => !/^(?:stage|region|aws-profile|)$/.test(name))
    .map(([source, name = ""]) => ({ name, ways: [source === "env" ? "environment" : "option"] }));

type Asked = Pick<Service, "given" | "asked">;

const readWith = (file: InputFile, root: Node, tree: Tree, find: FindTemplate, asked: Asked): Outcome => {
  const folder = posix.dirname(file.path);
  const stages = new Set<string>();
  const open = (stage: string | null): Service => openService(root, stage, folder, tree, stages, asked);
  const forStage = (stage: string | null): Outcome => {
    const service = open(stage);
    const account = accountOf(service);
    return resourcesOf(file, { ...service, account }, find);
  };
  const standard = forStage(null);
  // A condition that compares the stage is of CloudFormation's.
  if (/Fn::Equals|!Equals/.test(file.text))
    for (const [name] of file.text.matchAll(COMMON_STAGES)) stages.add(name);
  const others = [...stages].toSorted().slice(0, MOST_STAGES);
  const written = others.reduce((outcome, stage) => withStage(outcome, forStage(stage), stage), standard);
  const packaged = readPackaged(posix.join(folder, PACKAGED), file, tree, find, accountOf(open(null)));
  return packaged === null ? written : besidePackaged(packaged, written, file.kind);
};

const openService = (
  root: Node,
  stage: string | null,
  folder: string,
  tree: Tree,
  stages: Set<string>,
  asked: Asked,
): Service => ({
  ...asked,
  root,
  stage,
  account: STAND_IN,
  stages,
  busy: new Set(),
  budget: { left: STEPS },
  read: (path) => dataAt(posix.join(folder, path), tree),
  names: (path) => tree.names(posix.join(folder, path).replace(/^\.$|\/$/, "")),
});

/** A file that the configuration takes in; one that cannot be parsed keeps its own note. */
const dataAt = (path: string, tree: Tree): Node | null => {
  const file = tree.use(path)?.pieces[0]?.file;
  if (file === undefined) return null;
  const text = fileText(file);
  const span = { file, from: 0, to: file.text.length };
  const read = isYaml(path)
    ? readYaml(file)
    : isJson(path)
      ? readJson(text)
      : { node: { kind: "string", text, span } as const };
  if (!("node" in read)) return unknown(file.path, span);
  tree.adopt(path);
  return read.node;
};

/** In the region that the provider names, where that is known. */
const accountOf = (service: Service): Account => {
  const stated = member(service.root, "provider", "region");
  const region = stated === undefined ? undefined : stringOf(resolveNode(stated, service));
  return region === undefined ? STAND_IN : { ...STAND_IN, region, regionKnown: true };
};

/** What its functions and plugins hold is not handled. */
const WITHOUT_RESOURCES: Outcome = { ...skipped("a service without resources of its own"), handled: [] };

const resourcesOf = (file: InputFile, service: Service, find: FindTemplate): Outcome => {
  const stated = member(service.root, "resources");
  if (stated === undefined) return WITHOUT_RESOURCES;
  const template = templateIn(withExtensions(mergedResources(resolveNode(stated, service))));
  return template === null
    ? WITHOUT_RESOURCES
    : readTemplate(file, template, find, file.kind, service.account);
};

const readPackaged = (
  path: string,
  { path: shownPath, kind }: InputFile,
  tree: Tree,
  find: FindTemplate,
  account: Account,
): Judged | null => {
  const node = dataAt(path, tree);
  const template = node === null ? null : templateIn(node);
  if (template === null) return null;
  const outcome = readTemplate(template.span.file, template, find, kind, account);
  if (outcome.status !== "judged") return { status: "judged", identities: [] };
  // Known by the configuration, whether it has been packaged or not.
  return { ...outcome, identities: outcome.identities.map((one) => ({ ...one, file: shownPath })) };
};

type Judged = Extract<Outcome, { readonly status: "judged" }>;

/**
 * The packaged template's identities, each at the line of the configuration where a policy there is the same; and those of the
 * configuration that say something else, because it was changed since, or because it was packaged for another stage.
 */
const besidePackaged = (packaged: Judged, written: Outcome, kind: CodeKind): Judged => {
  if (written.status !== "judged") return packaged;
  const made = packaged.identities.flatMap(({ arn, policies }) =>
    policies.map((policy): Owned => ({ arn, policy })),
  );
  const changed = written.identities
    .filter(({ arn, policies }) =>
      policies.some((policy) => !made.some((one) => agreesWith(one, { arn, policy }))),
    )
    .map((identity) => ({
      ...identity,
      address: identity.address.includes("@") ? identity.address : `${identity.address}@configuration`,
    }));
  return {
    ...packaged,
    identities: [...withSourcePlaces(packaged.identities, written.identities, kind), ...changed],
    unread: [...(packaged.unread ?? []), ...(written.unread ?? [])],
  };
};

/** Adds what another stage has that no stage before it has. */
const withStage = (outcome: Outcome, other: Outcome, stage: string): Outcome => {
  if (other.status !== "judged") return outcome;
  if (outcome.status !== "judged") return other;
  const known = new Set(outcome.identities.map(signature));
  const added = other.identities
    .filter((identity) => !known.has(signature(identity)))
    .map((identity) => ({ ...identity, address: `${identity.address}@${stage}` }));
  return { ...outcome, identities: [...outcome.identities, ...added] };
};

const signature = ({ arn, address, policies }: WrittenIdentity): string =>
  JSON.stringify([
    arn,
    address.replace(/@.*$/, ""),
    policies.map(({ name, document, unresolved = [] }) => [
      name,
      document,
      unresolved.map(({ at, expression }) => [at, expression]),
    ]),
  ]);
