import { entryOf } from "./persistent-map.ts";
import type { CallerClass } from "./caller-class.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { anAddress } from "../../sets/addresses.ts";
import { carries, type Constraint, type SymbolicRequest } from "./symbolic-request.ts";
import { project } from "../keys/projection.ts";
import {
  DEFAULT_ADDRESSES,
  DEFAULT_VALUES,
  OWN_PATHS,
  showTime,
  defaultAccount,
  defaultArn,
  defaultUserId,
} from "./default-values.ts";
import type { Environment } from "./environment.ts";

/** Whose requests are searched, and in which environment. */
export interface SearchContext {
  readonly environment: Environment;
  readonly caller: CallerClass;
}

const NO_RULES: readonly Constraint[] = [];

export const constraintsOf = (request: SymbolicRequest, variable: string): readonly Constraint[] =>
  entryOf(request.constraints, variable) ?? NO_RULES;

/** Variables whose values depend on the kind of caller. */
export const byKind = (variable: string): boolean => variable === "principal" || variable === "aws:userid";

/** A variable's value while no constraint asks for another. */
export const defaultValues = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
): readonly string[] => {
  const { environment, caller } = context;
  const kind = lowest(request.kinds);
  switch (key.format) {
    case "principal":
      return [defaultArn(environment, kind, defaultAccount(environment, caller.account))];
    case "unique id":
      return [userIdOf(context, request, kind)];
    case "source": {
      const account = defaultAccount(
        environment,
        typeof caller.source === "string" ? null : caller.source.account,
      );
      return [
        `arn:${environment.partition}:other-service:${environment.region}:${account}:thing/theirs`,
        `arn:${environment.partition}:s3:::their-bucket\n${account}`,
      ];
    }
    case "organization path":
      return key.restricts ? (DEFAULT_VALUES[key.format] ?? []) : OWN_PATHS;
    case "ARN":
      // A network may be anybody's, whoever calls.
      return [
        ownArn(
          environment,
          key,
          defaultAccount(environment, key.meaning?.class === "network" ? null : caller.account),
        ),
      ];
    case "account":
      return [defaultAccount(environment, null)];
    case "service name": {
      const names = DEFAULT_VALUES[key.format] ?? [];
      return key.meaning?.sample === undefined ? names : [key.meaning.sample, ...names];
    }
    case "VPC":
    case "VPC endpoint":
      return DEFAULT_VALUES[key.format] ?? [];
    case "mail address":
    case null:
      return otherDefaults(environment, key);
  }
};

/** For variables without a text format. */
const otherDefaults = (environment: Environment, key: ConditionKey): readonly string[] => {
  const { behind, variable, restricts, meaning } = key;
  if (behind === "instant") return [showTime(environment.now - (variable === "time" ? 0 : 3600))];
  if (behind === "number") return ["0"];
  if (behind !== "addresses") return meaning?.values ?? [sampleOf(key, environment)];
  return restricts
    ? [anAddress(environment.publicSpace(), DEFAULT_ADDRESSES) ?? "198.51.100.7"]
    : ["10.0.0.7"];
};

/** The ARN of some resource in the account, as a value of the key. */
const ownArn = (
  { partition, region }: Environment,
  { id, meaning }: ConditionKey,
  account: string,
): string => {
  const service = id.startsWith("aws:") ? "other-service" : id.slice(0, id.indexOf(":"));
  const places: Readonly<Record<string, string>> = {
    partition,
    region,
    account,
    name: "theirs",
    id: meaning?.sample ?? "theirs",
    hex: "0fa57a11ce5e55555",
  };
  const template = meaning?.arn ?? `arn:{partition}:${service}:{region}:{account}:thing/theirs`;
  return template.replaceAll(/\{(\w+)\}/g, (written, place: string) => places[place] ?? written);
};

const sampleOf = ({ name, meaning }: ConditionKey, { samples }: Environment): string =>
  samples[name] ?? meaning?.sample ?? "x";

/** A root user's is the account, a federated user's the account and his name. */
export const userIdOf = (context: SearchContext, request: SymbolicRequest, kind: number): string => {
  if ((kind & (KINDS.root | KINDS.federated)) === 0) return defaultUserId(kind);
  const arn = principalOf(context, request);
  return kind === KINDS.root
    ? project("account", arn)
    : `${project("account", arn)}:${project("user name", arn)}`;
};

const principalOf = (context: SearchContext, request: SymbolicRequest): string =>
  entryOf(request.values, "principal")?.[0] ??
  defaultArn(
    context.environment,
    lowest(request.kinds),
    defaultAccount(context.environment, context.caller.account),
  );

const constant = (environment: Environment, { constant: of = "" }: ConditionKey): string =>
  typeof of === "string" ? of : environment[of.the];

export const CHAIN = "aws:calledvia";

/** The services that passed the request on: the first, those that some rule asks for, and the last. */
const chainOf = (context: SearchContext, request: SymbolicRequest): readonly string[] => [
  ...(valuesOf(context, request, context.environment.find("aws:CalledViaFirst")) ?? []),
  ...(entryOf(request.values, CHAIN) ?? []),
  ...(valuesOf(context, request, context.environment.find("aws:CalledViaLast")) ?? []),
];

/** The key's values on the request at hand; null where it is missing. */
export const valuesOf = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
): readonly string[] | null => {
  if (key.behind === "never" || !carries(request, key.carriedOn)) return null;
  if (key.optional && entryOf(request.present, key.together) !== true) return null;
  if (key.by !== undefined) {
    const value = key.by.values.get(lowest(request[key.by.dimension]));
    return value === undefined ? null : [value];
  }
  if (key.behind === "constant") return [constant(context.environment, key)];
  const values =
    key.id === CHAIN
      ? chainOf(context, request)
      : (entryOf(request.values, key.variable) ?? defaultValues(context, request, key).slice(0, 1));
  if (key.behind === "text")
    return key.projection === "whole" ? values : values.map((value) => project(key.projection, value));
  return key.projection === "epoch" ? values.map((value) => String(Date.parse(value) / 1000)) : values;
};
